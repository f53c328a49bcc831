package io.tidemark.profile.decision;

import java.util.List;

/**
 * What is to be said of one feature in one window.
 *
 * @param kind of the drift; without drift, the kind that would have been
 * @param findings what says drift, the most telling first; empty without drift
 * @param reason one sentence with names, numbers and units
 */
public record Verdict(Severity severity, DriftKind kind, List<Finding> findings, String reason) {
    public Verdict {
        findings = List.copyOf(findings);
    }
}
