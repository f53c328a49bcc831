package io.tidemark.profile.decision;

import io.tidemark.profile.compare.DependenceComparison;
import io.tidemark.profile.compare.Statistic;
import java.util.List;
import java.util.Optional;

/** The dependence between features, which may change while each feature alone stays as it was. */
public record DependenceCandidate(DependenceComparison comparison, Thresholds thresholds) implements Candidate {

    @Override
    public double[] pValues() {
        return levels().isEmpty() || hasTooFewRows()
                ? new double[0]
                : new double[] {comparison.change().pValue()};
    }

    private Optional<Levels> levels() {
        return Optional.ofNullable(thresholds.levels().get(Statistic.CORRELATION));
    }

    private boolean hasTooFewRows() {
        return comparison.currentRows() < thresholds.minRows();
    }

    @Override
    public Verdict verdict(double cut) {
        double effect = comparison.change().effect();
        boolean sure = comparison.change().pValue() <= cut;
        if (hasTooFewRows()) {
            return verdict(
                    Severity.INSUFFICIENT,
                    List.of(),
                    "only " + Figures.of(comparison.currentRows()) + " of the " + Figures.of(thresholds.minRows())
                            + " rows needed to judge how features depend on each other");
        }
        Optional<Levels> levels = levels().filter(found -> sure && effect >= found.minor());
        if (levels.isEmpty()) {
            return new Verdict(
                    Severity.NONE,
                    DriftKind.MULTIVARIATE,
                    List.of(),
                    "no change of how features depend on each other: " + sentence(),
                    levels().filter(found -> Verdict.lingers(comparison.change(), found))
                            .isPresent());
        }
        boolean major = effect >= levels.get().major();
        Severity severity = major ? Severity.MAJOR : Severity.MINOR;
        double threshold = major ? levels.get().major() : levels.get().minor();
        return verdict(
                severity,
                List.of(new Finding(Statistic.CORRELATION, severity, comparison.change(), threshold)),
                sentence() + " (threshold of the change " + Figures.of(threshold) + ")");
    }

    private static Verdict verdict(Severity severity, List<Finding> findings, String reason) {
        return new Verdict(severity, DriftKind.MULTIVARIATE, findings, reason);
    }

    private String sentence() {
        return "the correlation of " + name(comparison.first()) + " with " + name(comparison.second()) + " is "
                + Figures.of(comparison.now()) + " in " + Figures.of(comparison.currentRows()) + " rows (baseline "
                + Figures.of(comparison.before()) + ")";
    }

    private static String name(List<String> features) {
        return features.size() == 1
                ? Names.of(features.getFirst())
                : "a mix of " + Names.of(features.getFirst()) + " and " + (features.size() - 1) + " more";
    }
}
