package io.tidemark.stream.spec;

import io.tidemark.profile.performance.Metric;
import io.tidemark.schemas.avro.FairnessSpec;
import io.tidemark.schemas.avro.RetrainSpec;
import io.tidemark.schemas.avro.RolloutSpec;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Retraining and rollout as a record holds them. Where a record has 0 for none, a spec has nothing. */
final class LoopRecords {
    private LoopRecords() {}

    static @Nullable RetrainSpec record(Optional<Retraining> retraining) {
        return retraining.map(LoopRecords::recordOf).orElse(null);
    }

    private static RetrainSpec recordOf(Retraining retraining) {
        Retraining.When when = retraining.when();
        Retraining.Data data = retraining.data();
        Retraining.Model model = retraining.model();
        Retraining.Gates gates = retraining.gates();
        return RetrainSpec.newBuilder()
                .setDrift(when.drift().orElse(null))
                .setDataQuality(when.dataQuality().orElse(null))
                .setPerformance(when.performance().orElse(null))
                .setConcept(when.concept().orElse(null))
                .setSchedule(when.schedule().orElse(null))
                .setNewLabels(when.newLabels())
                .setCooldownMs(retraining.cooldown().toMillis())
                .setQuietFromMinute(retraining.quietHours().fromMinute())
                .setQuietToMinute(retraining.quietHours().toMinute())
                .setGiveUpAfter(retraining.giveUpAfter())
                .setWindowMs(millis(data.window()))
                .setMaxRows(data.rows())
                .setSinceDrift(data.sinceDrift())
                .setHalfLifeMs(millis(data.halfLife()))
                .setMinRows(data.minRows())
                .setMaxMissing(data.maxMissing())
                .setMinClassShare(data.minClassShare())
                .setMaxDuplicates(data.maxDuplicates())
                .setMaxAgeMs(millis(data.maxAge()))
                .setHoldout(retraining.holdout())
                .setExclude(data.exclude())
                .setAlgorithm(model.algorithm().key())
                .setHyperParameters(model.sorted())
                .setSeed(model.seed())
                .setTrials(model.trials())
                .setSearchMs(model.searchFor().toMillis())
                .setMetric(gates.metric().map(Metric::key).orElse(null))
                .setImprovement(gates.improvement())
                .setSignificance(gates.significance())
                .setSegmentLoss(gates.segments())
                .setFairness(gates.fairness().map(LoopRecords::recordOf).orElse(null))
                .setMaxLatencyMicros(gates.latency().map(LatencyText::micros).orElse(0L))
                .setMaxCalibrationError(gates.calibration())
                .build();
    }

    private static FairnessSpec recordOf(Retraining.Fairness fairness) {
        return new FairnessSpec(
                fairness.tag(),
                fairness.favourable(),
                fairness.disparateImpact(),
                fairness.equalOpportunity(),
                fairness.minRows());
    }

    /**
     * The retraining in a record.
     *
     * @throws IllegalArgumentException if it holds what no spec may; the message names key, value and remedy
     */
    static Optional<Retraining> retraining(@Nullable RetrainSpec record) {
        return Optional.ofNullable(record)
                .map(spec -> new Retraining(
                        new Retraining.When(
                                Optional.ofNullable(spec.getDrift()),
                                Optional.ofNullable(spec.getDataQuality()),
                                Optional.ofNullable(spec.getPerformance()),
                                Optional.ofNullable(spec.getConcept()),
                                Optional.ofNullable(spec.getSchedule()),
                                spec.getNewLabels()),
                        Duration.ofMillis(spec.getCooldownMs()),
                        new QuietHours(spec.getQuietFromMinute(), spec.getQuietToMinute()),
                        spec.getGiveUpAfter(),
                        new Retraining.Data(
                                duration(spec.getWindowMs()),
                                spec.getMaxRows(),
                                spec.getSinceDrift(),
                                duration(spec.getHalfLifeMs()),
                                spec.getMinRows(),
                                spec.getMaxMissing(),
                                spec.getMinClassShare(),
                                spec.getMaxDuplicates(),
                                duration(spec.getMaxAgeMs()),
                                spec.getExclude()),
                        spec.getHoldout(),
                        new Retraining.Model(
                                algorithm(spec.getAlgorithm()),
                                spec.getHyperParameters(),
                                spec.getSeed(),
                                spec.getTrials(),
                                Duration.ofMillis(spec.getSearchMs())),
                        gates(spec)));
    }

    private static Retraining.Gates gates(RetrainSpec spec) {
        long micros = spec.getMaxLatencyMicros();
        return new Retraining.Gates(
                Optional.ofNullable(spec.getMetric()).map(LoopRecords::metric),
                spec.getImprovement(),
                spec.getSignificance(),
                spec.getSegmentLoss(),
                Optional.ofNullable(spec.getFairness())
                        .map(fairness -> new Retraining.Fairness(
                                fairness.getTag(),
                                fairness.getFavourable(),
                                fairness.getMinDisparateImpact(),
                                fairness.getMaxEqualOpportunityDifference(),
                                fairness.getMinRows())),
                micros == 0 ? Optional.empty() : Optional.of(LatencyText.ofMicros(micros)),
                spec.getMaxCalibrationError());
    }

    private static Metric metric(String key) {
        return Metric.of(key)
                .orElseThrow(() -> new IllegalArgumentException("retrain.gates.metric: no such metric as " + key
                        + "; use one of " + String.join(", ", RetrainYaml.METRIC_KEYS)));
    }

    private static Algorithm algorithm(String key) {
        return Algorithm.of(key)
                .orElseThrow(() -> new IllegalArgumentException("retrain.model.algorithm: no such algorithm as " + key
                        + "; use one of " + String.join(", ", Algorithm.keys())));
    }

    private static long millis(Optional<Duration> duration) {
        return duration.map(Duration::toMillis).orElse(0L);
    }

    private static Optional<Duration> duration(long millis) {
        return millis == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
    }

    static @Nullable RolloutSpec rolloutRecord(Optional<Rollout> rollout) {
        return rollout.map(set -> new RolloutSpec(
                        set.automatic(),
                        set.shadow(),
                        set.canary().shares(),
                        set.canary().rows(),
                        set.watch().toMillis(),
                        set.takeBack().loss(),
                        set.takeBack().failures(),
                        set.takeBack().latency().orElse(0)))
                .orElse(null);
    }

    /**
     * The rollout in a record.
     *
     * @throws IllegalArgumentException if it holds what no spec may; the message names key, value and remedy
     */
    static Optional<Rollout> rollout(@Nullable RolloutSpec record) {
        return Optional.ofNullable(record)
                .map(spec -> new Rollout(
                        spec.getAutomatic(),
                        spec.getShadowRows(),
                        new Rollout.Canary(spec.getCanaryShares(), spec.getCanaryRows()),
                        Duration.ofMillis(spec.getWatchMs()),
                        new Rollout.TakeBack(
                                spec.getMaxLoss(),
                                spec.getMaxFailures(),
                                spec.getMaxLatencyRatio() == 0
                                        ? OptionalDouble.empty()
                                        : OptionalDouble.of(spec.getMaxLatencyRatio()))));
    }
}
