package io.tidemark.profile.decision;

import io.tidemark.profile.baseline.ArrivalProfile.Expectation;
import io.tidemark.profile.compare.Measurement;
import io.tidemark.profile.compare.Statistic;
import io.tidemark.profile.stats.CountTest;
import java.util.List;
import java.util.Optional;

/**
 * How many rows came, compared with what the reference lets expect of that time. It is judged however few rows there are: few are what
 * there is to tell.
 *
 * @param whose in words: whose rows are counted
 */
public record VolumeCandidate(String whose, long rows, Expectation expected, Thresholds thresholds)
        implements Candidate {
    /** What no row at all counts as, since a logarithm of 0 is none. */
    private static final double HALF_A_ROW = 0.5;

    @Override
    public double[] pValues() {
        return levels().isPresent() ? new double[] {change().pValue()} : new double[0];
    }

    private Optional<Levels> levels() {
        return Optional.ofNullable(thresholds.levels().get(Statistic.VOLUME));
    }

    /** The logarithm to base 2 of rows over expected rows: −1 is half, 1 is double. */
    public Measurement change() {
        double value = Math.log(Math.max((double) rows, HALF_A_ROW) / expected.rows()) / Math.log(2);
        return new Measurement(
                value,
                CountTest.noiseFloorOfLog2(expected.rows(), expected.dispersion()),
                CountTest.pValue(rows, expected.rows(), expected.dispersion()));
    }

    @Override
    public Verdict verdict(double cut) {
        Measurement change = change();
        Optional<Levels> levels = levels().filter(found -> change.pValue() <= cut && change.effect() >= found.minor());
        if (levels.isEmpty()) {
            boolean lingers =
                    levels().filter(found -> Verdict.lingers(change, found)).isPresent();
            return new Verdict(Severity.NONE, DriftKind.VOLUME, List.of(), sentence(), lingers);
        }
        boolean major = change.effect() >= levels.get().major();
        Severity severity = major ? Severity.MAJOR : Severity.MINOR;
        double threshold = major ? levels.get().major() : levels.get().minor();
        return new Verdict(
                severity,
                DriftKind.VOLUME,
                List.of(new Finding(Statistic.VOLUME, severity, change, threshold)),
                sentence());
    }

    private String sentence() {
        String about = "about " + Figures.of(expected.rows()) + " expected";
        return rows == 0
                ? "no events of " + Names.of(whose) + ", " + about
                : Figures.of(rows) + " events of " + Names.of(whose) + ", " + about + ": "
                        + Figures.of(rows / expected.rows()) + " times as many";
    }
}
