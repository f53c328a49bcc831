package io.tidemark.profile.performance;

import io.tidemark.profile.format.DocumentReader;
import io.tidemark.profile.format.DocumentWriter;
import io.tidemark.profile.stats.IntraclassCorrelation;
import io.tidemark.profile.stats.WindowVariation;
import io.tidemark.profile.stats.WindowVariation.Aspect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** How much labels vary from window to window: the shares of classes ({@link Aspect#SHAPE}) and the mean of numbers ({@link Aspect#LOCATION}). */
record LabelVariation(WindowVariation variation) {

    /** Of windows with labels enough. */
    static LabelVariation of(List<PerformanceProfile> windows, PerformanceProfile merged) {
        Map<Aspect, Double> correlations = new EnumMap<>(Aspect.class);
        Set<String> classes = merged.trueClasses().keySet();
        List<double[]> counts = inOrder(windows, window -> countsOf(window, classes)).stream()
                .filter(count -> sum(count) >= PerformanceBaseline.FEWEST_ROWS)
                .toList();
        if (counts.size() >= WindowVariation.FEWEST_WINDOWS) {
            double[][] shares = counts.stream().map(LabelVariation::shares).toArray(double[][]::new);
            correlations.put(
                    Aspect.SHAPE,
                    IntraclassCorrelation.ofShares(
                            shares,
                            counts.stream().mapToDouble(LabelVariation::sum).toArray()));
        }
        List<TrueNumbers> numbers = windows.stream()
                .flatMap(window -> window.trueNumbers().stream())
                .filter(found -> found.rows() >= PerformanceBaseline.FEWEST_ROWS)
                .sorted(Comparator.comparingDouble(TrueNumbers::mean).thenComparingLong(TrueNumbers::rows))
                .toList();
        if (numbers.size() >= WindowVariation.FEWEST_WINDOWS) {
            double variance = merged.trueNumbers().map(TrueNumbers::variance).orElse(0.0);
            correlations.put(
                    Aspect.LOCATION,
                    IntraclassCorrelation.of(
                            numbers.stream().mapToDouble(TrueNumbers::mean).toArray(),
                            numbers.stream().mapToDouble(TrueNumbers::rows).toArray(),
                            variance));
        }
        return new LabelVariation(
                correlations.isEmpty()
                        ? WindowVariation.NONE
                        : new WindowVariation(Math.max(counts.size(), numbers.size()), correlations));
    }

    /** Sums of doubles depend on their order, so windows are put in one that follows from them. */
    private static List<double[]> inOrder(
            List<PerformanceProfile> windows, Function<PerformanceProfile, double[]> counts) {
        List<double[]> all = new ArrayList<>(windows.stream().map(counts).toList());
        all.sort(Arrays::compare);
        return all;
    }

    private static double[] countsOf(PerformanceProfile window, Set<String> classes) {
        Map<String, Long> rows = window.trueClasses();
        return classes.stream().mapToDouble(name -> rows.getOrDefault(name, 0L)).toArray();
    }

    private static double sum(double[] counts) {
        return Arrays.stream(counts).sum();
    }

    private static double[] shares(double[] counts) {
        double all = sum(counts);
        return Arrays.stream(counts).map(count -> count / all).toArray();
    }

    void writeTo(DocumentWriter out) {
        Map<Aspect, Double> correlations = variation.correlations();
        out.writeCount(variation.windows()).writeCount(correlations.size());
        correlations.forEach((aspect, correlation) -> out.writeEnum(aspect).writeDouble(correlation));
    }

    static LabelVariation readFrom(DocumentReader in) {
        int windows = in.readCount(Integer.MAX_VALUE);
        Map<Aspect, Double> correlations = new EnumMap<>(Aspect.class);
        for (int left = in.readCount(Aspect.values().length); left > 0; left--) {
            correlations.put(in.readEnum(Aspect.class), in.readDouble());
        }
        try {
            return new LabelVariation(new WindowVariation(windows, correlations));
        } catch (IllegalArgumentException e) {
            throw in.fail(String.valueOf(e.getMessage()));
        }
    }
}
