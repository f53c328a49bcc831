package io.tidemark.load.scorecard.rule;

import io.tidemark.profile.baseline.FeatureKind;
import io.tidemark.profile.compare.FeatureComparison;
import io.tidemark.profile.compare.Statistic;

/**
 * A rule as other tools have it: a window alarms where one of its features, of any segment, scores more than a fixed number.
 * Missing values are left out, as those tools do.
 */
public enum Rule {
    PSI_01("PSI", "> 0.1", 0.1) {
        @Override
        public double score(FeatureComparison comparison) {
            return comparison.value(Statistic.POPULATION_STABILITY_INDEX).orElse(0);
        }
    },
    PSI_02("PSI", "> 0.2", 0.2) {
        @Override
        public double score(FeatureComparison comparison) {
            return PSI_01.score(comparison);
        }
    },
    /** Numbers by the two-sample Kolmogorov–Smirnov test, categories by the χ² test. The score is −ln p. */
    P_VALUE("KS p", "< 0.05", -Math.log(0.05)) {
        @Override
        public double score(FeatureComparison comparison) {
            if (comparison.kind() != FeatureKind.NUMERIC) {
                return -Math.log(Math.max(
                        Double.MIN_VALUE,
                        comparison.pValue(Statistic.CHI_SQUARE).orElse(1)));
            }
            return KolmogorovTail.minusLogP(
                    comparison.value(Statistic.KOLMOGOROV_SMIRNOV).orElse(0),
                    Math.max(1, comparison.baseline().values()),
                    Math.max(1, comparison.current().values()));
        }
    },
    /** Numbers by the distance over the baseline's standard deviation, categories by Jensen–Shannon. */
    WASSERSTEIN("Wasserstein", "> 0.1", 0.1) {
        @Override
        public double score(FeatureComparison comparison) {
            return comparison.kind() == FeatureKind.NUMERIC
                    ? comparison.value(Statistic.WASSERSTEIN).orElse(0)
                    : JENSEN_SHANNON.score(comparison);
        }
    },
    JENSEN_SHANNON("Jensen–Shannon", "> 0.1", 0.1) {
        @Override
        public double score(FeatureComparison comparison) {
            return comparison.value(Statistic.JENSEN_SHANNON).orElse(0);
        }
    },
    /** The control: whatever has every alarm has every detection. */
    ALWAYS("always", "alarm", -1) {
        @Override
        public double score(FeatureComparison comparison) {
            return 0;
        }
    };

    private final String measure;
    private final String limit;
    private final double threshold;

    Rule(String measure, String limit, double threshold) {
        this.measure = measure;
        this.limit = limit;
        this.threshold = threshold;
    }

    /** What it measures. */
    public String measure() {
        return measure;
    }

    /** The rule as it is used, with its threshold. */
    public String label() {
        return measure + " " + limit;
    }

    /** What the score has to exceed, in the rule as it is used. */
    public double threshold() {
        return threshold;
    }

    /** How far one feature is from its baseline by this rule, 0 or more. */
    public abstract double score(FeatureComparison comparison);

    /** Whether another threshold makes it another rule; of two rules with the same score, only the first is matched. */
    public boolean canBeMatched() {
        return this != PSI_02 && this != ALWAYS;
    }
}
