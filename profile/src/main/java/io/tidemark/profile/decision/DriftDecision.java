package io.tidemark.profile.decision;

import io.tidemark.profile.compare.FeatureComparison;
import io.tidemark.profile.compare.Measurement;
import io.tidemark.profile.compare.Statistic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Decides whether a feature drifted. Pure: equal comparisons and thresholds give equal verdicts.
 *
 * <p>A statistic says drift where its effect beyond noise reaches a level and its p-value is below alpha. The verdict is as severe as
 * the most severe finding. It is a matter of data quality where the rate of missing, invalid or unseen values changed, whatever else
 * did, or where values out of range are among the most severe findings (a shift brings some along); else a change of distribution.
 */
public final class DriftDecision {
    private static final Comparator<Finding> MOST_TELLING_FIRST = Comparator.comparing(Finding::severity)
            .thenComparingDouble(Finding::weight)
            .reversed()
            .thenComparing(Finding::statistic);

    private DriftDecision() {}

    /** The verdict on a feature. */
    public static Verdict decide(FeatureComparison comparison, Thresholds thresholds) {
        return decide(comparison, thresholds, DriftKind.FEATURE);
    }

    /**
     * The verdict on a feature, a prediction or a label.
     *
     * @param subject the kind of drift that a change of distribution is
     */
    public static Verdict decide(FeatureComparison comparison, Thresholds thresholds, DriftKind subject) {
        if (comparison.current().rows() < thresholds.minRows()) {
            return new Verdict(Severity.INSUFFICIENT, subject, List.of(), Reason.insufficient(comparison, thresholds));
        }
        List<Finding> findings = findings(comparison, thresholds);
        if (findings.isEmpty()) {
            return new Verdict(Severity.NONE, subject, findings, Reason.none(comparison, thresholds));
        }
        Severity severity = findings.getFirst().severity();
        DriftKind kind =
                findings.stream().anyMatch(finding -> isQuality(finding, severity)) ? DriftKind.DATA_QUALITY : subject;
        return new Verdict(severity, kind, findings, Reason.drift(comparison, findings));
    }

    private static boolean isQuality(Finding finding, Severity verdict) {
        return finding.statistic().isRate()
                && (finding.statistic() != Statistic.OUT_OF_RANGE_RATE || finding.severity() == verdict);
    }

    private static List<Finding> findings(FeatureComparison comparison, Thresholds thresholds) {
        List<Finding> findings = new ArrayList<>();
        for (Map.Entry<Statistic, Levels> entry : thresholds.levels().entrySet()) {
            Statistic statistic = entry.getKey();
            Levels levels = entry.getValue();
            if (isJudged(statistic, comparison, thresholds)) {
                Measurement measured = comparison.measurements().get(statistic);
                if (measured != null && measured.pValue() < thresholds.alpha() && measured.effect() >= levels.minor()) {
                    boolean major = measured.effect() >= levels.major();
                    findings.add(new Finding(
                            statistic,
                            major ? Severity.MAJOR : Severity.MINOR,
                            measured,
                            major ? levels.major() : levels.minor()));
                }
            }
        }
        findings.sort(MOST_TELLING_FIRST);
        return findings;
    }

    /** Rates have an exact test; distributions need enough values on both sides for theirs. */
    static boolean isJudged(Statistic statistic, FeatureComparison comparison, Thresholds thresholds) {
        return statistic.isRate()
                || Math.min(comparison.current().values(), comparison.baseline().values()) >= thresholds.minRows();
    }
}
