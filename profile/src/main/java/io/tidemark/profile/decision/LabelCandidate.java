package io.tidemark.profile.decision;

import io.tidemark.profile.compare.Measurement;
import io.tidemark.profile.compare.Statistic;
import io.tidemark.profile.performance.PerformanceBaseline;
import io.tidemark.profile.performance.PerformanceProfile;
import io.tidemark.profile.performance.TrueNumbers;
import io.tidemark.profile.stats.ChiSquare;
import io.tidemark.profile.stats.Precision;
import io.tidemark.profile.stats.TotalVariation;
import io.tidemark.profile.stats.WindowVariation;
import io.tidemark.profile.stats.WindowVariation.Aspect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The labels of a window, which may be distributed differently from the baseline's: classes by the total variation distance with the test of {@link
 * ChiSquare}, numbers by the shift of their mean in the baseline's standard deviations with Welch's test (Biometrika 34, 1947). Both
 * know how much the baseline's own windows vary.
 *
 * <p>The levels are those of total variation and, for the mean, of the Wasserstein distance, which a shift of the mean is no larger than.
 */
public record LabelCandidate(PerformanceProfile window, PerformanceBaseline baseline, Thresholds thresholds)
        implements Candidate {
    /** What labels are called among the subjects of a model. */
    public static final String SUBJECT = "$label";

    private static final double MEAN_NOISE = Math.sqrt(2 / Math.PI);

    /** A change, what it is of, and from which effect on it is drift. */
    private record Change(Statistic statistic, Measurement measurement, Levels levels, String words) {}

    @Override
    public double[] pValues() {
        return changes().stream()
                .mapToDouble(change -> change.measurement().pValue())
                .toArray();
    }

    private List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        ofClasses().ifPresent(changes::add);
        ofNumbers().ifPresent(changes::add);
        return changes;
    }

    private Optional<Change> ofClasses() {
        Optional<Levels> levels = Optional.ofNullable(thresholds.levels().get(Statistic.TOTAL_VARIATION));
        Map<String, Long> old = baseline.trueClasses();
        Map<String, Long> current = window.trueClasses();
        Map<String, Long> either = new TreeMap<>(old);
        either.putAll(current);
        List<String> names = List.copyOf(either.keySet());
        long[] before =
                names.stream().mapToLong(name -> old.getOrDefault(name, 0L)).toArray();
        long[] now =
                names.stream().mapToLong(name -> current.getOrDefault(name, 0L)).toArray();
        long rowsBefore = Arrays.stream(before).sum();
        long rowsNow = Arrays.stream(now).sum();
        if (levels.isEmpty() || Math.min(rowsBefore, rowsNow) < thresholds.minRows()) {
            return Optional.empty();
        }
        Precision precision = baseline.labelVariation().precision(Aspect.SHAPE, rowsBefore, rowsNow);
        double inflation = Math.sqrt(
                precision.variance() / Precision.ofRows(rowsBefore, rowsNow).variance());
        Measurement measurement = new Measurement(
                TotalVariation.of(before, now),
                Math.min(1, inflation * TotalVariation.noiseFloor(before, now)),
                ChiSquare.ofPooled(before, now, precision)
                        .map(ChiSquare::pValue)
                        .orElse(1.0));
        return Optional.of(new Change(
                Statistic.TOTAL_VARIATION, measurement, levels.get(), mix(names, before, now, rowsBefore, rowsNow)));
    }

    private static String mix(List<String> names, long[] before, long[] now, long rowsBefore, long rowsNow) {
        int most = 0;
        double change = -1;
        for (int i = 0; i < before.length; i++) {
            double changed = Math.abs((double) now[i] / rowsNow - (double) before[i] / rowsBefore);
            if (changed > change) {
                most = i;
                change = changed;
            }
        }
        return "'" + Names.of(names.get(most)) + "' is " + Figures.percent((double) now[most] / rowsNow) + " of "
                + Figures.of(rowsNow) + " labels (baseline " + Figures.percent((double) before[most] / rowsBefore)
                + ")";
    }

    private Optional<Change> ofNumbers() {
        Optional<Levels> levels = Optional.ofNullable(thresholds.levels().get(Statistic.WASSERSTEIN));
        Optional<TrueNumbers> old = baseline.trueNumbers();
        Optional<TrueNumbers> current = window.trueNumbers();
        if (levels.isEmpty()
                || old.isEmpty()
                || current.isEmpty()
                || old.get().variance() == 0
                || Math.min(old.get().rows(), current.get().rows()) < thresholds.minRows()) {
            return Optional.empty();
        }
        TrueNumbers before = old.get();
        TrueNumbers now = current.get();
        double deviation = Math.sqrt(before.variance());
        return Optional.of(new Change(
                Statistic.LABEL_MEAN,
                welch(before, now),
                levels.get(),
                "the mean of " + Figures.of(now.rows()) + " labels is " + Figures.of(now.mean()) + " (baseline "
                        + Figures.of(before.mean()) + ", standard deviation " + Figures.of(deviation) + ")"));
    }

    /** Each part of the variance is known with its own degrees of freedom; the windows' with one less than there are windows. */
    private Measurement welch(TrueNumbers before, TrueNumbers now) {
        WindowVariation variation = baseline.labelVariation();
        double ofBaseline = before.variance() / before.rows();
        double ofWindow = now.variance() / now.rows();
        double shared = before.variance() * variation.of(Aspect.LOCATION) * (1 + 1.0 / variation.windows());
        double variance = ofBaseline + ofWindow + shared;
        double degrees = variance
                * variance
                / (ofBaseline * ofBaseline / (before.rows() - 1)
                        + ofWindow * ofWindow / (now.rows() - 1)
                        + shared * shared / (variation.windows() - 1));
        double deviation = Math.sqrt(before.variance());
        double t = Math.abs(now.mean() - before.mean()) / Math.sqrt(variance);
        double tail = Double.isFinite(degrees)
                ? TDistribution.of(degrees).survivalProbability(t)
                : NormalDistribution.of(0, 1).survivalProbability(t);
        return new Measurement(
                (now.mean() - before.mean()) / deviation,
                MEAN_NOISE * Math.sqrt(variance) / deviation,
                Math.min(1, 2 * tail));
    }

    @Override
    public Verdict verdict(double cut) {
        List<Change> changes = changes();
        if (changes.isEmpty()) {
            return new Verdict(Severity.INSUFFICIENT, DriftKind.LABEL, List.of(), insufficient());
        }
        List<Finding> findings = new ArrayList<>();
        List<String> words = new ArrayList<>();
        boolean lingers = false;
        for (Change change : changes) {
            Measurement measurement = change.measurement();
            if (measurement.pValue() <= cut
                    && measurement.effect() >= change.levels().minor()) {
                boolean major = measurement.effect() >= change.levels().major();
                findings.add(new Finding(
                        change.statistic(),
                        major ? Severity.MAJOR : Severity.MINOR,
                        measurement,
                        major ? change.levels().major() : change.levels().minor()));
                words.add(change.words());
            }
            lingers |= Verdict.lingers(measurement, change.levels());
        }
        if (findings.isEmpty()) {
            return new Verdict(
                    Severity.NONE,
                    DriftKind.LABEL,
                    findings,
                    "labels are as in the baseline: " + changes.getFirst().words(),
                    lingers);
        }
        Severity worst = findings.stream()
                .map(Finding::severity)
                .max(Severity::compareTo)
                .orElseThrow();
        return new Verdict(worst, DriftKind.LABEL, findings, "labels changed: " + String.join("; ", words));
    }

    private String insufficient() {
        return window.labelled() < thresholds.minRows()
                ? "only " + Figures.of(window.labelled()) + " of the " + Figures.of(thresholds.minRows())
                        + " labelled rows needed to judge the labels"
                : "the labels of the window and of the baseline can't be compared";
    }
}
