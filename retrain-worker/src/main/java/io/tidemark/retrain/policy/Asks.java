package io.tidemark.retrain.policy;

import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.JobTrigger;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.avro.RetrainSpec;
import io.tidemark.schemas.avro.TriggerKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What asks for a new model and has not been answered: an ask is answered once a job holds it, and stays answered. So the same topics give the
 * same asks, whoever looks and however often.
 */
final class Asks {
    private final ModelLoopState state;
    private final RetrainSpec spec;
    private final Jobs jobs;
    private final Instant now;

    private Asks(ModelLoopState state, RetrainSpec spec, Instant now) {
        this.state = state;
        this.spec = spec;
        this.jobs = state.allJobs();
        this.now = now;
    }

    /** All of them, the first to ask first. */
    static List<Ask> open(ModelLoopState state, RetrainSpec spec, Instant now) {
        Asks asks = new Asks(state, spec, now);
        List<Ask> open = new ArrayList<>(asks.ofEpisodes());
        asks.scheduled().ifPresent(open::add);
        asks.labelled().ifPresent(open::add);
        open.removeIf(ask -> asks.jobs.has(JobIds.of(state.model(), ask.cause())));
        return open;
    }

    private List<Ask> ofEpisodes() {
        boolean givenUp = CircuitBreaker.isOpen(jobs, state.versions(), spec);
        Answering answering = state.answering();
        List<Ask> asks = new ArrayList<>();
        for (DriftEvent event : state.episodes().latestEvents()) {
            Optional<JobTrigger> trigger = Triggers.of(event, spec, answering);
            if (trigger.isEmpty()) {
                continue;
            }
            String episode = event.getEpisodeId();
            Optional<RetrainJob> last = jobs.lastOf(episode);
            if (last.isEmpty()) {
                asks.add(new Ask(new Ask.OfEpisode(episode), trigger.get()));
            } else if (!givenUp) {
                StillDrifting.after(last.get(), episode, state.versions(), state.labels(), spec)
                        .ifPresent(again -> asks.add(new Ask(again, again(again, trigger.get()))));
            }
        }
        return asks;
    }

    private JobTrigger again(Ask.Again cause, JobTrigger trigger) {
        String reason = "goes on after job " + cause.endedJobId() + ": " + trigger.getReason();
        return new JobTrigger(
                trigger.getKind(),
                trigger.getTriggerId(),
                trigger.getEpisodeId(),
                trigger.getModelVersion(),
                now,
                trigger.getSince(),
                reason,
                null);
    }

    /** Only the latest time of the schedule that has come since the spec was applied: of times missed while nobody ran one is made up for. */
    private Optional<Ask> scheduled() {
        return Optional.ofNullable(spec.getSchedule())
                .flatMap(RetrainSpecCheck::schedule)
                .flatMap(schedule -> schedule.lastUntil(now))
                .filter(time -> time.isAfter(state.specAppliedAt()))
                .filter(time -> !isHeld(TriggerKind.SCHEDULE, time.toString()))
                .map(time -> ask(new Ask.Scheduled(time), TriggerKind.SCHEDULE, time.toString(), time, "scheduled"));
    }

    private Optional<Ask> labelled() {
        if (spec.getNewLabels() <= 0) {
            return Optional.empty();
        }
        Optional<RetrainJob> last = jobs.lastBegun();
        String lastId = last.map(RetrainJob::getJobId).orElse("");
        long labels = state.labels().after(last.flatMap(Jobs::beginOf).orElse(Instant.MIN));
        String cause = afterUnbegun(lastId);
        return labels < spec.getNewLabels() || isHeld(TriggerKind.LABELS, labelsId(cause))
                ? Optional.empty()
                : Optional.of(ask(
                        new Ask.Labelled(cause),
                        TriggerKind.LABELS,
                        labelsId(cause),
                        now,
                        "%d answers with a new label since %s"
                                .formatted(labels, last.isEmpty() ? "the beginning" : "job " + lastId)));
    }

    /**
     * The job that labels ask after: the one that began last; or the last of those they asked for since that ended without having begun, as where the spec
     * had no retraining for a while. Where jobs are given up, which ends them alike, nothing asks on.
     */
    private String afterUnbegun(String lastBegun) {
        if (CircuitBreaker.isOpen(jobs, state.versions(), spec)) {
            return lastBegun;
        }
        String after = lastBegun;
        for (RetrainJob job : jobs.inOrder()) {
            String asked = labelsId(after);
            boolean isUnbegun = Jobs.hasEnded(job) && Jobs.beginOf(job).isEmpty();
            if (isUnbegun && job.getTriggers().stream().anyMatch(trigger -> isLabels(trigger, asked))) {
                after = job.getJobId();
            }
        }
        return after;
    }

    private static boolean isLabels(JobTrigger trigger, String id) {
        return trigger.getKind() == TriggerKind.LABELS && trigger.getTriggerId().equals(id);
    }

    private static String labelsId(String lastJobId) {
        return lastJobId.isEmpty() ? "first" : "since " + lastJobId;
    }

    private boolean isHeld(TriggerKind kind, String triggerId) {
        return jobs.stream()
                .flatMap(job -> job.getTriggers().stream())
                .anyMatch(trigger ->
                        trigger.getKind() == kind && trigger.getTriggerId().equals(triggerId));
    }

    private static Ask ask(Ask.Cause cause, TriggerKind kind, String triggerId, Instant at, String reason) {
        return new Ask(
                cause,
                JobTrigger.newBuilder()
                        .setKind(kind)
                        .setTriggerId(triggerId)
                        .setAt(at)
                        .setReason(reason)
                        .build());
    }
}
