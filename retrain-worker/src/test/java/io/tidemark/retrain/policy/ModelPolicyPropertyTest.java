package io.tidemark.retrain.policy;

import static io.tidemark.retrain.policy.Records.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.JobState;
import io.tidemark.schemas.avro.JobTrigger;
import io.tidemark.schemas.avro.RetrainJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds whatever happens, and wherever a worker dies. */
class ModelPolicyPropertyTest {

    /** Something that happens in half an hour. */
    sealed interface Step {
        record Opens(String episode) implements Step {}

        record Resolves(String episode) implements Step {}

        record JobEnds(JobState state) implements Step {}

        /** A worker dies; the next one reads all events, and some of them twice. */
        record Crash(double from) implements Step {}
    }

    @Provide
    Arbitrary<List<Step>> lives() {
        Arbitrary<String> episodes = Arbitraries.integers().between(0, 9).map(number -> "e" + number);
        Arbitrary<Step> step = Arbitraries.oneOf(
                episodes.map(Step.Opens::new),
                episodes.map(Step.Resolves::new),
                Arbitraries.of(JobState.PUBLISHED, JobState.REJECTED, JobState.SKIPPED, JobState.FAILED)
                        .map(Step.JobEnds::new),
                Arbitraries.doubles().between(0, 1).map(Step.Crash::new));
        return step.list().ofMaxSize(60);
    }

    private static PolicyWorld live(List<Step> steps, boolean withCrashes) {
        PolicyWorld world = new PolicyWorld(Records.spec().setSchedule("0 */4 * * *"));
        List<DriftEvent> topic = new ArrayList<>();
        Instant now = NOON;
        for (Step step : steps) {
            now = now.plusSeconds(1_800);
            switch (step) {
                case Step.Opens(String episode) -> topic.add(Records.opened(episode, now));
                case Step.Resolves(String episode) -> topic.add(Records.resolved(episode, now));
                case Step.JobEnds(JobState state) -> endRunning(world, state, now);
                case Step.Crash(double from) -> {
                    if (withCrashes) {
                        world.episodes = new OpenEpisodes();
                        topic.forEach(world.episodes::accept);
                        for (DriftEvent again : topic.subList((int) (from * topic.size()), topic.size())) {
                            world.episodes.accept(again);
                            world.settle(now);
                        }
                    }
                }
            }
            if (!topic.isEmpty()) {
                world.episodes.accept(topic.getLast());
            }
            world.settle(now);
            assertThat(world.jobs.values().stream().filter(Jobs::isRunning)).hasSizeLessThanOrEqualTo(1);
        }
        return world;
    }

    private static void endRunning(PolicyWorld world, JobState state, Instant now) {
        world.jobs.values().stream()
                .filter(Jobs::isRunning)
                .map(RetrainJob::getJobId)
                .toList()
                .forEach(id -> world.end(id, state, now));
    }

    @Property(tries = 300)
    void shouldMakeTheSameJobsWhereverAWorkerDies(@ForAll("lives") List<Step> steps) {
        Set<String> undisturbed = live(steps, false).jobs.keySet();

        assertThat(live(steps, true).jobs.keySet()).isEqualTo(undisturbed);
    }

    @Property(tries = 300)
    void shouldAnswerEachTriggerOnce(@ForAll("lives") List<Step> steps) {
        List<String> triggers = live(steps, true).jobs.values().stream()
                .flatMap(job -> job.getTriggers().stream())
                .filter(trigger -> !trigger.getReason().startsWith("goes on after"))
                .map(JobTrigger::getTriggerId)
                .toList();

        assertThat(triggers).doesNotHaveDuplicates();
    }

    @Property(tries = 300)
    void shouldNotGoOnAfterTooManyInVain(@ForAll("lives") List<Step> steps) {
        Jobs jobs = Jobs.of(Records.MODEL, live(steps, true).jobs.values());

        assertThat(CircuitBreaker.inVain(jobs, List.of()))
                .isLessThanOrEqualTo(Records.spec().build().getGiveUpAfter());
    }
}
