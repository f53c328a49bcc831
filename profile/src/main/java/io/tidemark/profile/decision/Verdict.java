package io.tidemark.profile.decision;

import io.tidemark.profile.compare.Measurement;
import java.util.List;

/**
 * What is to be said of one feature in one window.
 *
 * @param kind of the drift; without drift, the kind that would have been
 * @param findings what says drift, the most telling first; empty without drift
 * @param reason one sentence with names, numbers and units
 * @param lingers whether drift that had been found before would still be seen: see {@link #lingers(Measurement, Levels)}
 */
public record Verdict(Severity severity, DriftKind kind, List<Finding> findings, String reason, boolean lingers) {
    /** The level of a single question. */
    private static final double SINGLE_LEVEL = 0.05;

    public Verdict {
        findings = List.copyOf(findings);
    }

    public Verdict(Severity severity, DriftKind kind, List<Finding> findings, String reason) {
        this(severity, kind, findings, reason, false);
    }

    /**
     * Whether a change is large enough to be drift, and sure were it the only one that is asked about. Where drift has been found,
     * it is: the question is no longer whether anything changed among all that is watched, but whether this has gone.
     */
    static boolean lingers(Measurement change, Levels levels) {
        return change.pValue() <= SINGLE_LEVEL && change.effect() >= levels.minor();
    }

    /** The same verdict in other words. */
    public Verdict withReason(String words) {
        return new Verdict(severity, kind, findings, words, lingers);
    }
}
