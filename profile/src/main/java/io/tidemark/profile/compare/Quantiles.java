package io.tidemark.profile.compare;

import io.tidemark.profile.stats.EmpiricalCdf;

/** Quantiles by inclusive nearest rank, in the values' unit. */
public record Quantiles(double p1, double p5, double p25, double p50, double p75, double p95, double p99) {

    static Quantiles of(EmpiricalCdf distribution) {
        return new Quantiles(
                distribution.quantile(0.01),
                distribution.quantile(0.05),
                distribution.quantile(0.25),
                distribution.quantile(0.5),
                distribution.quantile(0.75),
                distribution.quantile(0.95),
                distribution.quantile(0.99));
    }
}
