package io.tidemark.retrain.data;

import io.tidemark.profile.performance.Metric;
import io.tidemark.retrain.train.Algorithm;
import io.tidemark.retrain.train.TrainingException;
import io.tidemark.schemas.avro.FairnessSpec;
import io.tidemark.schemas.avro.RetrainSpec;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** A spec comes from a topic that others may write to: what a job uses of it is looked at before it is used. */
public final class SpecProblems {
    /** The algorithm that searches among the others. */
    public static final String AUTO = "auto";

    /** Metrics that may decide, of classes and of numbers. */
    private static final Set<Metric> OF_CLASSES =
            EnumSet.of(Metric.LOG_LOSS, Metric.BRIER, Metric.ROC_AUC, Metric.ACCURACY);

    private static final Set<Metric> OF_NUMBERS = EnumSet.of(Metric.MAE, Metric.RMSE);

    private SpecProblems() {}

    /**
     * Checks the keys that training and judging use.
     *
     * @throws TrainingException naming the key, its value, and what it may be
     */
    public static void refuse(RetrainSpec spec) {
        require(spec.getWindowMs() >= 0, "data.window", spec.getWindowMs(), "0 or more");
        require(spec.getMaxRows() >= 0, "data.rows", spec.getMaxRows(), "0 or more");
        require(spec.getHalfLifeMs() >= 0, "data.halfLife", spec.getHalfLifeMs(), "0 or more");
        require(spec.getMinRows() >= 0, "data.minRows", spec.getMinRows(), "0 or more");
        requireShare(spec.getMaxMissing(), "data.maxMissing");
        requireShare(spec.getMinClassShare(), "data.minClassShare");
        requireShare(spec.getMaxDuplicates(), "data.maxDuplicates");
        require(spec.getMaxAgeMs() >= 0, "data.maxAge", spec.getMaxAgeMs(), "0 or more");
        require(
                spec.getHoldout() > 0 && spec.getHoldout() < 1,
                "holdout",
                spec.getHoldout(),
                "more than 0 and less than 1");
        require(
                spec.getAlgorithm().equals(AUTO)
                        || Algorithm.of(spec.getAlgorithm()).isPresent(),
                "model.algorithm",
                spec.getAlgorithm(),
                Arrays.stream(Algorithm.values()).map(Algorithm::key).collect(Collectors.joining(", ")) + " or auto");
        require(spec.getSeed() >= 0, "model.seed", spec.getSeed(), "0 or more");
        if (spec.getAlgorithm().equals(AUTO)) {
            require(spec.getTrials() >= 1 && spec.getTrials() <= 1_000, "model.trials", spec.getTrials(), "1 to 1000");
            require(spec.getSearchMs() >= 0, "model.searchFor", spec.getSearchMs(), "0 or more");
        }
        require(
                Double.isFinite(spec.getImprovement()) && spec.getImprovement() <= 1,
                "gates.improvement",
                spec.getImprovement(),
                "at most 1");
        require(
                spec.getSignificance() > 0 && spec.getSignificance() <= 1,
                "gates.significance",
                spec.getSignificance(),
                "more than 0 and at most 1");
        require(
                spec.getSegmentLoss() >= 0 && Double.isFinite(spec.getSegmentLoss()),
                "gates.segments",
                spec.getSegmentLoss(),
                "0 or more");
        require(spec.getMaxLatencyMicros() >= 0, "gates.latency", spec.getMaxLatencyMicros(), "0 or more");
        requireShare(spec.getMaxCalibrationError(), "gates.calibration");
        FairnessSpec fairness = spec.getFairness();
        if (fairness != null) {
            requireShare(fairness.getMinDisparateImpact(), "gates.fairness.disparateImpact");
            requireShare(fairness.getMaxEqualOpportunityDifference(), "gates.fairness.equalOpportunity");
        }
    }

    /**
     * The metric that decides.
     *
     * @throws TrainingException where the spec names one that does not fit the labels
     */
    public static Metric metric(RetrainSpec spec, boolean ofClasses) {
        String key = spec.getMetric();
        if (key == null) {
            return ofClasses ? Metric.LOG_LOSS : Metric.RMSE;
        }
        Set<Metric> fitting = ofClasses ? OF_CLASSES : OF_NUMBERS;
        return Metric.of(key)
                .filter(fitting::contains)
                .orElseThrow(() -> new TrainingException("retrain.gates.metric is " + key + ", of labels that are "
                        + (ofClasses ? "classes" : "numbers") + " it has to be one of "
                        + fitting.stream().map(Metric::key).collect(Collectors.joining(", "))));
    }

    private static void requireShare(double value, String key) {
        require(value >= 0 && value <= 1, key, value, "from 0 to 1");
    }

    private static void require(boolean holds, String key, Object value, String range) {
        if (!holds) {
            throw new TrainingException("retrain." + key + " is " + value + ", it has to be " + range);
        }
    }
}
