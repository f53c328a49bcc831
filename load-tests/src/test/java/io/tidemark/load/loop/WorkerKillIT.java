package io.tidemark.load.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.retrain.job.JobRecords;
import io.tidemark.schemas.avro.JobState;
import io.tidemark.schemas.avro.RetrainJob;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills retrain workers again and again, at every point of a job's way. Every trigger ends in one job and every job in one end, versions have
 * no gap and no double, no reader sees half of a version, and what answers goes on answering.
 */
class WorkerKillIT {
    private static final long SEED = 20_261_122;
    private static final int ROUNDS = 5;
    private static final int JOBS = 10;
    private static final Duration SETTLING = Duration.ofSeconds(2);
    /** More examples come with each kill, so that an attempt that did not read what the first one chose would read others. */
    private static final int MORE_EXAMPLES = 10;

    /** When a worker is killed. */
    private enum Moment {
        REQUESTED(20, job -> job.getState() == JobState.REQUESTED),
        COLLECTING(60, job -> job.getState() == JobState.COLLECTING),
        TRAINING(150, job -> job.getState() == JobState.TRAINING),
        JUDGING(60, job -> job.getState() == JobState.JUDGING),
        /** Its first chunk is written, and not committed. */
        PUBLISHING(0, job -> false),
        ENDED(5, JobRecords::hasEnded),
        ANY_TIME(1_000, job -> true);

        private final int upToMs;

        @SuppressWarnings("ImmutableEnumChecker") // looks at its argument only
        private final Predicate<RetrainJob> reached;

        /**
         * @param upToMs after it has been seen that long a time at most goes by
         * @param reached whether a record says that it has come
         */
        Moment(int upToMs, Predicate<RetrainJob> reached) {
            this.upToMs = upToMs;
            this.reached = reached;
        }
    }

    private final Random random = new Random(SEED);
    private final Map<Moment, Integer> kills = new EnumMap<>(Moment.class);

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 6, unit = TimeUnit.MINUTES)
    void shouldLoseAndDoubleNothingWhenWorkersAreKilledAtEveryPointOfAJob() throws Exception {
        try (RunningLoop loop = new RunningLoop(folder, LoopModel.ALL, SETTLING);
                OpenPublications publications = new OpenPublications(loop.trial.cluster)) {
            Killer killer = new Killer(loop, publications);
            loop.workers.start();
            loop.workers.start();
            for (int round = 0; round < ROUNDS; round++) {
                List<Moment> moments = new ArrayList<>(List.of(Moment.values()));
                Collections.shuffle(moments, random);
                for (Moment moment : moments) {
                    killer.killAt(moment);
                    loop.workers.start();
                }
            }
            loop.await("all jobs have ended", loop.drifts::allHaveEnded);

            loop.assertSound();
            int committed = loop.history.chunks().values().stream()
                    .mapToInt(Integer::intValue)
                    .sum();
            int undone = publications.count() - committed;
            assertThat(undone)
                    .as("chunks of publications that were killed before they were committed")
                    .isPositive();
            assertThat(loop.history.latestJobs()).hasSizeGreaterThanOrEqualTo(JOBS);
            printSummary(loop.history, undone);
        }
    }

    private void printSummary(LoopHistory history, int undone) {
        Map<JobState, Long> ends = history.latestJobs().values().stream()
                .collect(Collectors.groupingBy(RetrainJob::getState, Collectors.counting()));
        System.out.printf(
                "%d kills %s; %d jobs %s with %d attempts, %d of them begun again; %d chunks undone%n",
                kills.values().stream().mapToInt(Integer::intValue).sum(),
                kills,
                history.latestJobs().size(),
                ends,
                history.latestJobs().values().stream()
                        .mapToInt(RetrainJob::getAttempts)
                        .sum(),
                history.latestJobs().values().stream()
                        .filter(job -> job.getAttempts() > 1)
                        .count(),
                undone);
    }

    private final class Killer {
        private final RunningLoop loop;
        private final OpenPublications publications;

        Killer(RunningLoop loop, OpenPublications publications) {
            this.loop = loop;
            this.publications = publications;
        }

        void killAt(Moment moment) throws Exception {
            int from = loop.history.jobRecords();
            publications.skipToEnd();
            if (moment == Moment.REQUESTED) {
                loop.drifts.ask(LoopModel.ALL.get(random.nextInt(LoopModel.ALL.size())));
            }
            AtomicReference<RetrainJob> seen = new AtomicReference<>();
            loop.await("a job is " + moment, () -> {
                // Each time anew: the end of the last open job may be seen only now, and be that of a worker killed
                // before.
                loop.drifts.askWhereAllHasEnded();
                (moment == Moment.PUBLISHING ? publishing() : reached(moment, from)).ifPresent(seen::set);
                return seen.get() != null;
            });
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(moment.upToMs + 1)));
            RetrainJob job = seen.get();
            loop.workers.kill(job.getWorker());
            kills.merge(moment, 1, Integer::sum);
            System.out.printf(
                    "killed %s at %s: job %s, attempt %d, %s%n",
                    job.getWorker(), moment, job.getJobId(), job.getAttempts(), statesOf(job.getWorker()));
            for (LoopModel model : LoopModel.ALL) {
                if (model.grows()) {
                    loop.trial.writeExamples(model, MORE_EXAMPLES);
                }
            }
        }

        private Optional<RetrainJob> reached(Moment moment, int from) {
            return loop.history.jobsFrom(from).stream()
                    .filter(job -> loop.workers.alive().contains(job.getWorker()))
                    .filter(moment.reached)
                    .findFirst();
        }

        /** The job of the version whose bytes are being written. */
        private Optional<RetrainJob> publishing() {
            return publications
                    .poll()
                    .flatMap(model -> loop.history.latestJobs().values().stream()
                            .filter(job -> job.getModelId().equals(model) && JobRecords.isRunning(job))
                            .filter(job -> loop.workers.alive().contains(job.getWorker()))
                            .findFirst());
        }

        /** How far the jobs of a worker had come. */
        private Set<JobState> statesOf(String worker) {
            return loop.history.latestJobs().values().stream()
                    .filter(job -> job.getWorker().equals(worker))
                    .map(RetrainJob::getState)
                    .collect(Collectors.toCollection(HashSet::new));
        }
    }
}
