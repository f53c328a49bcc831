package io.tidemark.profile.decision;

import io.tidemark.profile.compare.FeatureComparison;
import io.tidemark.profile.compare.Measurement;
import io.tidemark.profile.compare.Statistic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * A feature, a prediction or a label that may have drifted.
 *
 * <p>Its questions are whether values are distributed differently, which is one however many distances measure it, and one for each
 * rate. The verdict is as severe as the most severe finding. It is a matter of data quality where the rate of missing, invalid or unseen
 * values changed, whatever else did, or where values out of range are among the most severe findings (a shift brings some along); else a
 * change of distribution.
 *
 * @param subject the kind of drift that a change of distribution is
 */
public record FeatureCandidate(FeatureComparison comparison, Thresholds thresholds, DriftKind subject)
        implements Candidate {
    private static final Comparator<Finding> MOST_TELLING_FIRST = Comparator.comparing(Finding::severity)
            .thenComparingDouble(Finding::weight)
            .reversed()
            .thenComparing(Finding::statistic);

    @Override
    public double[] pValues() {
        if (hasTooFewRows()) {
            return new double[0];
        }
        Optional<Statistic> distance = judged().filter(Statistic::isDistance).findFirst();
        return DoubleStream.concat(
                        distance.stream().mapToDouble(this::pValueOf),
                        judged().filter(statistic -> !statistic.isDistance()).mapToDouble(this::pValueOf))
                .toArray();
    }

    private boolean hasTooFewRows() {
        return comparison.current().rows() < thresholds.minRows();
    }

    /** The statistics that are measured here and have levels, those of distances only where both sides have enough values. */
    private Stream<Statistic> judged() {
        return thresholds.levels().keySet().stream()
                .filter(statistic -> comparison
                        .measurement(statistic)
                        .filter(Measurement::tested)
                        .isPresent())
                .filter(statistic -> isJudged(statistic, comparison, thresholds));
    }

    private double pValueOf(Statistic statistic) {
        return comparison.pValue(statistic).orElse(1);
    }

    @Override
    public Verdict verdict(double cut) {
        if (hasTooFewRows()) {
            return new Verdict(Severity.INSUFFICIENT, subject, List.of(), Reason.insufficient(comparison, thresholds));
        }
        List<Finding> findings = findings(cut);
        if (findings.isEmpty()) {
            return new Verdict(Severity.NONE, subject, findings, Reason.none(comparison, thresholds), lingers());
        }
        Severity severity = findings.getFirst().severity();
        DriftKind kind =
                findings.stream().anyMatch(finding -> isQuality(finding, severity)) ? DriftKind.DATA_QUALITY : subject;
        return new Verdict(severity, kind, findings, Reason.drift(comparison, findings));
    }

    private boolean lingers() {
        return judged().anyMatch(statistic ->
                Verdict.lingers(comparison.measurement(statistic).orElseThrow(), levelsOf(statistic)));
    }

    private static boolean isQuality(Finding finding, Severity verdict) {
        return finding.statistic().isQuality()
                && (finding.statistic() != Statistic.OUT_OF_RANGE_RATE || finding.severity() == verdict);
    }

    private List<Finding> findings(double cut) {
        List<Finding> findings = new ArrayList<>();
        judged().forEach(statistic -> {
            Measurement measured = comparison.measurement(statistic).orElseThrow();
            Levels levels = levelsOf(statistic);
            if (measured.pValue() <= cut && measured.effect() >= levels.minor()) {
                boolean major = measured.effect() >= levels.major();
                findings.add(new Finding(
                        statistic,
                        major ? Severity.MAJOR : Severity.MINOR,
                        measured,
                        major ? levels.major() : levels.minor()));
            }
        });
        findings.sort(MOST_TELLING_FIRST);
        return findings;
    }

    private Levels levelsOf(Statistic statistic) {
        return Optional.ofNullable(thresholds.levels().get(statistic)).orElseThrow();
    }

    /** Rates have an exact test; distributions need enough values on both sides for theirs. */
    static boolean isJudged(Statistic statistic, FeatureComparison comparison, Thresholds thresholds) {
        long fewest = Math.max(thresholds.minRows(), FeatureComparison.FEWEST_BASELINE_VALUES);
        return !statistic.isDistance()
                || Math.min(comparison.current().values(), comparison.baseline().values()) >= fewest;
    }
}
