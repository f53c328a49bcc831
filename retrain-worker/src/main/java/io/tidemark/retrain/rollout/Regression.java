package io.tidemark.retrain.rollout;

import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.RolloutSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Why a version is to be taken back: it can't be served, fails, is too slow or predicts worse. Each answer is a reason in words. */
final class Regression {
    private final Evidence evidence;
    private final RolloutSpec spec;
    private final Rivals rivals;
    private final Instant now;

    Regression(Evidence evidence, RolloutSpec spec, Rivals rivals, Instant now) {
        this.evidence = evidence;
        this.spec = spec;
        this.rivals = rivals;
        this.now = now;
    }

    /** Of a version that is on its way, beside the one that answers, where there is one. */
    Optional<String> ofNewcomer(ModelVersion version, Optional<String> champion) {
        String name = version.getVersion();
        Instant since = version.getStageSince();
        boolean isAsked = version.getStage() != ModelStage.CANDIDATE;
        return ofServing(name)
                .or(() -> champion.filter(_ -> isAsked)
                        .flatMap(other -> worse(name, other, since).or(() -> slower(name, other, since))));
    }

    private Optional<String> worse(String name, String other, Instant since) {
        return rivals.inTheSameWindows(name, other, since)
                .filter(result -> result.comparison().isWorse())
                .map(result -> result.say(name, other) + " over the same windows, worse than takeBack.loss allows");
    }

    /**
     * Of the champion, as long as it is watched; beside the version before, which answers again if it is taken back. That one has to have been
     * better when it answered last: a mediocre version is not given up for one that the drift has broken.
     */
    Optional<String> ofChampion(ModelVersion champion, ModelVersion former) {
        String name = champion.getVersion();
        String before = former.getVersion();
        Instant since = champion.getStageSince();
        if (!isWatched(since)) {
            return refused(name);
        }
        Optional<Rivals.Result> result = rivals.oneAfterTheOther(name, before, since, rowsOfFormer());
        Optional<String> worse = result.filter(found -> found.comparison().isWorse())
                .map(found -> found.say(name, before) + " when it answered last, worse than takeBack.loss allows");
        boolean formerIsNoWorse =
                result.filter(found -> !found.comparison().isBetter()).isPresent();
        return ofServing(name)
                .or(() -> worse)
                .or(() -> formerIsNoWorse ? slower(name, before, since) : Optional.empty());
    }

    private long rowsOfFormer() {
        return Math.max(1_000, Math.max(spec.getShadowRows(), spec.getCanaryRows()));
    }

    /** By event time: in a replay a week passes in minutes. */
    private boolean isWatched(Instant since) {
        Duration watch = Duration.ofMillis(Math.max(0, spec.getWatchMs()));
        Optional<Instant> end = evidence.eventTimeAt(since).map(began -> began.plus(watch));
        return end.isEmpty() || evidence.eventTime().filter(end.get()::isAfter).isPresent();
    }

    private Optional<String> ofServing(String name) {
        Serving serving = evidence.serving(name, now);
        return refused(name)
                .or(() -> serving.failsMoreThan(spec.getMaxFailures())
                        ? Optional.of("%d of %d questions to version %s failed, more than takeBack.failures allows"
                                .formatted(serving.failures(), serving.questions(), name))
                        : Optional.empty());
    }

    private Optional<String> refused(String name) {
        Serving serving = evidence.serving(name, now);
        return serving.isRefusedByAll()
                ? Optional.of(
                        "all instances that are to serve version %s refuse it: %s".formatted(name, serving.refusal()))
                : Optional.empty();
    }

    private Optional<String> slower(String name, String other, Instant since) {
        return spec.getMaxLatencyRatio() > 0
                ? rivals.latencyRatio(name, other, since)
                        .filter(ratio -> ratio > spec.getMaxLatencyRatio())
                        .map(ratio ->
                                "the 99th percentile of version %s's latency is %.3g times that of version %s, more than takeBack.latency allows"
                                        .formatted(name, ratio, other))
                : Optional.empty();
    }
}
