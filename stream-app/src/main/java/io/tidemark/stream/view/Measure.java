package io.tidemark.stream.view;

import io.tidemark.profile.compare.Statistic;
import io.tidemark.schemas.avro.FeatureProfile;
import io.tidemark.schemas.avro.Quantile;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What is kept of a feature in each window, to be drawn over time. NaN where a feature or a window has it not. */
public enum Measure {
    /** Rows without a value, as a share of all rows. */
    MISSING("missing", feature -> share(feature.getMissing(), feature)),
    /** Rows whose value has the wrong type or is infinite, as a share of all rows. */
    INVALID("invalid", feature -> share(feature.getInvalid(), feature)),
    /** Values whose category is not in the baseline, as a share of the values. */
    UNSEEN("unseen", feature -> shareOfPresent(feature.getUnseen(), feature)),
    /** Values outside of the baseline's range, as a share of the values. */
    OUT_OF_RANGE("outOfRange", feature -> shareOfPresent(feature.getOutOfRange(), feature)),
    POPULATION_STABILITY_INDEX("psi", feature -> statistic(Statistic.POPULATION_STABILITY_INDEX, feature)),
    KOLMOGOROV_SMIRNOV("ks", feature -> statistic(Statistic.KOLMOGOROV_SMIRNOV, feature)),
    WASSERSTEIN("wasserstein", feature -> statistic(Statistic.WASSERSTEIN, feature)),
    MEAN("mean", feature -> feature.getMean() == null ? Double.NaN : feature.getMean()),
    P01("p01", feature -> quantile(0.01, feature)),
    P05("p05", feature -> quantile(0.05, feature)),
    P25("p25", feature -> quantile(0.25, feature)),
    P50("p50", feature -> quantile(0.5, feature)),
    P75("p75", feature -> quantile(0.75, feature)),
    P95("p95", feature -> quantile(0.95, feature)),
    P99("p99", feature -> quantile(0.99, feature));

    private final String key;

    @SuppressWarnings("ImmutableEnumChecker") // looks at its argument only
    private final ToDoubleFunction<FeatureProfile> of;

    Measure(String key, ToDoubleFunction<FeatureProfile> of) {
        this.key = key;
        this.of = of;
    }

    /** Whether of several windows the average is shown; of the others, that of the worst window. */
    boolean isAverage() {
        return switch (this) {
            case MISSING, INVALID, UNSEEN, OUT_OF_RANGE, MEAN -> true;
            default -> false;
        };
    }

    /** Its name in JSON. */
    public String key() {
        return key;
    }

    double of(FeatureProfile feature) {
        return of.applyAsDouble(feature);
    }

    private static double share(long rows, FeatureProfile feature) {
        long all = feature.getPresent() + feature.getMissing() + feature.getInvalid();
        return all == 0 ? Double.NaN : (double) rows / all;
    }

    private static double shareOfPresent(Long values, FeatureProfile feature) {
        return values == null || feature.getPresent() == 0 ? Double.NaN : (double) values / feature.getPresent();
    }

    private static double statistic(Statistic statistic, FeatureProfile feature) {
        Map<String, Double> all = feature.getStatistics();
        return all.getOrDefault(statistic.key(), Double.NaN);
    }

    private static double quantile(double rank, FeatureProfile feature) {
        for (Quantile quantile : feature.getQuantiles()) {
            if (Math.abs(quantile.getRank() - rank) < 1e-9) {
                return quantile.getValue();
            }
        }
        return Double.NaN;
    }
}
