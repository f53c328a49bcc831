package io.tidemark.retrain.policy;

import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.avro.RetrainSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Whether a job that waits may begin. */
sealed interface StartDecision {
    /** Stages of versions that are asked already and do not answer all yet. */
    Set<ModelStage> TRIED = EnumSet.of(ModelStage.SHADOW, ModelStage.CANARY);

    record Begin() implements StartDecision {}

    /**
     * Not yet.
     *
     * @param until empty where no time is known
     */
    record Wait(Optional<Instant> until, String reason) implements StartDecision {}

    /** Never: too many before it came to nothing. */
    record GivenUp(String reason) implements StartDecision {}

    /** Of a job that a person asked for: it waits for a running one only. */
    static StartDecision ofManual(Jobs jobs) {
        return jobs.running().<StartDecision>map(StartDecision::behind).orElseGet(Begin::new);
    }

    /**
     * Of an automatic job: one at a time, with the cooldown between them, not in quiet hours, not while the answer of an earlier one is being tried, and
     * not after too many in vain.
     */
    static StartDecision ofAutomatic(Jobs jobs, Collection<ModelVersion> versions, RetrainSpec spec, Instant now) {
        if (jobs.running().isPresent()) {
            return behind(jobs.running().orElseThrow());
        }
        Optional<ModelVersion> tried = versions.stream()
                .filter(version -> TRIED.contains(version.getStage()))
                .findFirst();
        if (tried.isPresent()) {
            return new Wait(
                    Optional.empty(), "version " + tried.get().getVersion() + " is being tried, and may be the answer");
        }
        if (CircuitBreaker.isOpen(jobs, versions, spec)) {
            return new GivenUp("%d jobs in a row came to nothing: only a person starts the next (giveUpAfter: %d)"
                    .formatted(CircuitBreaker.inVain(jobs, versions), spec.getGiveUpAfter()));
        }
        Duration cooldown = Duration.ofMillis(Math.max(0, spec.getCooldownMs()));
        Instant cooled = jobs.lastEnd().map(end -> end.plus(cooldown)).orElse(Instant.MIN);
        Instant earliest = cooled.isAfter(now) ? cooled : now;
        Instant start = QuietHours.of(spec).endOf(earliest).orElse(earliest);
        return start.isAfter(now)
                ? new Wait(Optional.of(start), earliest.isAfter(now) ? "cooldown" : "quiet hours")
                : new Begin();
    }

    private static StartDecision behind(RetrainJob running) {
        return new Wait(Optional.empty(), "job " + running.getJobId() + " is running");
    }
}
