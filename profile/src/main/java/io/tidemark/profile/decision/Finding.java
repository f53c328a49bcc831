package io.tidemark.profile.decision;

import io.tidemark.profile.compare.Measurement;
import io.tidemark.profile.compare.Statistic;

/**
 * One statistic that says drift.
 *
 * @param threshold the level that the effect reached
 */
public record Finding(Statistic statistic, Severity severity, Measurement measurement, double threshold) {

    /** How many times its threshold the effect is: what findings of equal severity are ranked by. */
    double weight() {
        return threshold == 0 ? Double.POSITIVE_INFINITY : measurement.effect() / threshold;
    }
}
