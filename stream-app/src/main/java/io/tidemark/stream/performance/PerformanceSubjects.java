package io.tidemark.stream.performance;

import io.tidemark.profile.performance.Metric;

/** The names under which performance is told of in drift events. They begin with {@code $}, which no feature's name may. */
public final class PerformanceSubjects {
    private PerformanceSubjects() {}

    public static String of(Metric metric) {
        return "$" + metric.key();
    }
}
