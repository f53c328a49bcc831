package io.tidemark.retrain.policy;

import io.tidemark.schemas.avro.JobTrigger;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.avro.RetrainSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When a better model of one model is to be made. A function of what the topics say and of the wall clock: asked again with the same it says the
 * same, and asked after its actions were written it says nothing more, but for a {@link PolicyAction.Begin} that was not followed.
 *
 * <p>Invariants: at most one automatic job waits; none is begun while one runs; an ask is answered by one job. A crash leaves nothing behind
 * but the records, which say it all.
 *
 * <p>To be asked after every record of the model and from time to time, when all topics have been read to their ends once; again after its
 * actions have been written, until there are none or only a Begin.
 */
public final class ModelPolicy {
    private final WaitingJobs records;

    /** @param worker as it stands in the records that it makes */
    public ModelPolicy(String worker) {
        this.records = new WaitingJobs(worker);
    }

    /** What to do now, in this order: the record of a job first, its begin in a later call. */
    public List<PolicyAction> decide(ModelLoopState state, Instant now) {
        List<PolicyAction> changes = changes(state, now);
        return changes.isEmpty() ? start(state, now).stream().toList() : changes;
    }

    private List<PolicyAction> changes(ModelLoopState state, Instant now) {
        Optional<RetrainJob> waiting = state.allJobs().waitingAutomatic();
        Optional<RetrainSpec> spec = state.retrain();
        if (spec.isEmpty()) {
            return waiting.map(job -> records.skipped(job, now, "the spec of the model has no section retrain"))
                    .map(job -> List.<PolicyAction>of(new PolicyAction.End(job)))
                    .orElse(List.of());
        }
        List<Ask> asks = Asks.open(state, spec.get(), now);
        if (waiting.isEmpty()) {
            return asks.isEmpty()
                    ? List.of()
                    : List.of(new PolicyAction.Request(records.requested(state.model(), asks, now)));
        }
        return changes(waiting.get(), asks, state, now);
    }

    private List<PolicyAction> changes(RetrainJob waiting, List<Ask> asks, ModelLoopState state, Instant now) {
        List<JobTrigger> settled = settled(waiting, state, now);
        RetrainJob job = records.withAsks(
                settled.equals(waiting.getTriggers()) ? waiting : records.withTriggers(waiting, settled), asks);
        if (job.getTriggers().stream().allMatch(trigger -> trigger.getSettledAt() != null)) {
            return List.of(new PolicyAction.End(
                    records.skipped(job, now, "settled before it began: " + whySettled(job, state))));
        }
        return job.getTriggers().equals(waiting.getTriggers()) ? List.of() : List.of(new PolicyAction.Amend(job));
    }

    /** The triggers, with those marked that ask no more. They stay in the record: what a job holds has been answered. */
    private static List<JobTrigger> settled(RetrainJob job, ModelLoopState state, Instant now) {
        List<JobTrigger> triggers = new ArrayList<>();
        for (JobTrigger trigger : job.getTriggers()) {
            boolean settles = trigger.getSettledAt() == null && isSettled(trigger, state);
            triggers.add(settles ? settled(trigger, now) : trigger);
        }
        return triggers;
    }

    private static JobTrigger settled(JobTrigger trigger, Instant now) {
        return new JobTrigger(
                trigger.getKind(),
                trigger.getTriggerId(),
                trigger.getEpisodeId(),
                trigger.getModelVersion(),
                trigger.getAt(),
                trigger.getSince(),
                trigger.getReason(),
                now);
    }

    private static boolean isSettled(JobTrigger trigger, ModelLoopState state) {
        String episode = trigger.getEpisodeId();
        String version = trigger.getModelVersion();
        boolean ended = episode != null && state.episodes().endOf(episode).isPresent();
        return ended || (version != null && !state.answering().mayBe(version));
    }

    private static String whySettled(RetrainJob job, ModelLoopState state) {
        boolean allEnded = job.getTriggers().stream()
                .map(JobTrigger::getEpisodeId)
                .allMatch(episode ->
                        episode != null && state.episodes().endOf(episode).isPresent());
        return allEnded ? "the drift is over" : "the version that drifted no longer answers, or its drift is over";
    }

    private Optional<PolicyAction> start(ModelLoopState state, Instant now) {
        Jobs jobs = state.allJobs();
        Optional<RetrainJob> manual = jobs.waitingManual();
        if (manual.isPresent() && StartDecision.ofManual(jobs) instanceof StartDecision.Begin) {
            return manual.map(PolicyAction.Begin::new);
        }
        Optional<RetrainJob> automatic = jobs.waitingAutomatic();
        Optional<RetrainSpec> spec = state.retrain();
        if (automatic.isEmpty() || spec.isEmpty()) {
            return Optional.empty();
        }
        RetrainJob job = automatic.get();
        return switch (StartDecision.ofAutomatic(jobs, state.versions(), spec.get(), now)) {
            case StartDecision.Begin() -> Optional.of(new PolicyAction.Begin(job));
            case StartDecision.GivenUp(String reason) ->
                Optional.of(new PolicyAction.End(records.skipped(job, now, reason)));
            case StartDecision.Wait(Optional<Instant> until, String _) ->
                until.equals(Optional.ofNullable(job.getNotBefore()))
                        ? Optional.empty()
                        : Optional.of(new PolicyAction.Amend(records.notBefore(job, until)));
        };
    }
}
