package io.tidemark.profile.decision;

import io.tidemark.profile.compare.Statistic;
import java.util.Comparator;

/**
 * A subject that drifted, as a cause of what its window shows. Ordered by weight, the heaviest first, and equal ones by name.
 *
 * @param statistic the most telling one of its findings
 * @param timesThreshold how many times its threshold that statistic's effect is, 1 or more; infinite where
 *     the threshold is 0
 */
public record Cause(String subject, Severity severity, Statistic statistic, double timesThreshold)
        implements Comparable<Cause> {
    private static final Comparator<Cause> HEAVIEST_FIRST = Comparator.comparing(Cause::severity)
            .thenComparingDouble(Cause::timesThreshold)
            .reversed()
            .thenComparing(Cause::subject);

    static Cause of(String subject, Verdict verdict) {
        Finding strongest = verdict.findings().getFirst();
        return new Cause(subject, verdict.severity(), strongest.statistic(), strongest.weight());
    }

    @Override
    public int compareTo(Cause other) {
        return HEAVIEST_FIRST.compare(this, other);
    }

    /** "age (missing rate, 9 times its threshold)". */
    String sentence() {
        String times =
                Double.isFinite(timesThreshold) ? ", " + Figures.of(timesThreshold) + " times its threshold" : "";
        return Names.of(subject) + " (" + statistic.words() + times + ")";
    }
}
