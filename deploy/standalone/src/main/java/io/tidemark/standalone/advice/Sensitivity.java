package io.tidemark.standalone.advice;

import io.tidemark.profile.compare.FeatureComparison;
import io.tidemark.profile.decision.DriftKind;
import io.tidemark.profile.decision.FeatureCandidate;
import io.tidemark.profile.stats.BenjaminiHochberg;
import io.tidemark.standalone.advice.SampledWindows.Sample;
import io.tidemark.stream.spec.MonitorSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How soon a setting notices a drift of one feature while all others stay as they were.
 *
 * <p>In each of some windows each feature in turn is taken as it would have been with the drift, and the window is decided anew, as the monitor decides:
 * the share of windows in which the feature is then called drifted is the probability p that one window notices. Windows that call it drifted anyway
 * don't count. An episode opens after k such windows in a row, which takes (1 − pᵏ) / ((1 − p) pᵏ) windows on average where windows are independent
 * (Feller, An Introduction to Probability Theory and Its Applications I, 3rd edition, XIII.7). Windows with too few rows are judged
 * together; so many of them count as one. Left out are the dependence between features and
 * the number of rows, whose two questions are few beside those of the features.
 */
final class Sensitivity {
    private final List<Sample> samples;
    private final DisturbedStream disturbed;
    private final MonitorSpec spec;

    /** @param spec with the thresholds that decide */
    Sensitivity(CutStream stream, DisturbedStream disturbed, MonitorSpec spec) {
        this.samples = stream.samples().all();
        this.disturbed = disturbed;
        this.spec = spec;
    }

    private static final class Tally {
        private int asked;
        private int noticed;

        double share() {
            return (double) noticed / asked;
        }
    }

    /** By feature, the probability that one window notices. */
    Map<String, Double> probabilities() {
        Map<String, Tally> tallies = new HashMap<>();
        samples.forEach(sample -> ask(sample, tallies));
        Map<String, Double> probabilities = new LinkedHashMap<>();
        tallies.forEach((feature, tally) -> probabilities.put(feature, tally.share()));
        return probabilities;
    }

    private void ask(Sample sample, Map<String, Tally> tallies) {
        Map<String, FeatureCandidate> quiet = candidates(sample.comparisons());
        Map<String, FeatureCandidate> drifted = candidates(disturbed.comparisons(sample.judged()));
        Set<String> features = disturbed.features();
        double quietCut = cut(quiet);
        quiet.forEach((feature, before) -> {
            FeatureCandidate after = drifted.get(feature);
            if (after != null && features.contains(feature) && !isDrift(before, quietCut)) {
                Map<String, FeatureCandidate> family = new HashMap<>(quiet);
                family.put(feature, after);
                Tally tally = tallies.computeIfAbsent(feature, _ -> new Tally());
                tally.asked++;
                tally.noticed += isDrift(after, cut(family)) ? 1 : 0;
            }
        });
    }

    private Map<String, FeatureCandidate> candidates(Map<String, FeatureComparison> comparisons) {
        Map<String, FeatureCandidate> candidates = new HashMap<>();
        comparisons.forEach((feature, comparison) -> candidates.put(
                feature, new FeatureCandidate(comparison, spec.decisionThresholdsOf(feature), DriftKind.FEATURE)));
        return candidates;
    }

    private double cut(Map<String, FeatureCandidate> family) {
        double[] pValues = family.values().stream()
                .flatMapToDouble(candidate -> Arrays.stream(candidate.pValues()))
                .toArray();
        return BenjaminiHochberg.cut(pValues, spec.levelOf(spec.window()));
    }

    private static boolean isDrift(FeatureCandidate candidate, double cut) {
        return candidate.verdict(cut).severity().isDrift();
    }

    /**
     * What probabilities come to where an episode opens after so many windows in a row.
     *
     * @param window how long a window is that is judged
     */
    static Noticed noticed(Map<String, Double> probabilities, Duration window, int openAfter) {
        double[] windows = probabilities.values().stream()
                .mapToDouble(p -> windowsUntil(p, openAfter))
                .sorted()
                .toArray();
        double features =
                (double) Arrays.stream(windows).filter(Double::isFinite).count() / windows.length;
        double middle = windows[windows.length / 2];
        return new Noticed(
                features,
                Optional.of(middle)
                        .filter(Double::isFinite)
                        .map(count -> Duration.ofMillis(Math.round(count * window.toMillis()))));
    }

    /** How many windows it takes on average until there are so many in a row, each with this probability. */
    static double windowsUntil(double probability, int inARow) {
        if (probability <= 0) {
            return Double.POSITIVE_INFINITY;
        }
        double all = Math.pow(probability, inARow);
        return probability >= 1 ? inARow : (1 - all) / ((1 - probability) * all);
    }
}
