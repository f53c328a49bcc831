package io.tidemark.profile.baseline;

import io.tidemark.profile.binning.CategoricalBinning;
import io.tidemark.profile.binning.NumericBinning;
import io.tidemark.profile.format.ContentHash;
import io.tidemark.profile.sketch.JointLayout;
import io.tidemark.profile.stats.NormalScores;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The scores by which the dependence between a baseline's features is measured.
 *
 * <p>Of numbers, the normal scores of their cells: so correlations are of ranks, and a heavy tail has no say. Of categories, a number
 * from −1 to 1 that follows from the category's name: dependence of a category on another feature shows unless the names happen to
 * cancel out. All are scaled to mean 0 and variance 1 over the baseline.
 */
final class JointScores {
    private static final int HASH_BYTES = 4;

    private JointScores() {}

    /** The layout of features; outputs of the model, whose names begin with $, follow from them and have no place in it. */
    static JointLayout layoutOf(Map<String, FeatureBaseline> features) {
        SortedMap<String, double[]> scores = new TreeMap<>();
        features.forEach((name, feature) -> {
            if (!name.startsWith("$") && feature.varies()) {
                scores.put(name, standardised(rawOf(feature), feature.cellCounts()));
            }
        });
        return JointLayout.of(scores);
    }

    private static double[] rawOf(FeatureBaseline feature) {
        return switch (feature.binning()) {
            case NumericBinning _ -> NormalScores.location(feature.cellCounts());
            case CategoricalBinning bins -> ofNames(bins.labels());
        };
    }

    private static double[] ofNames(List<String> names) {
        return names.stream()
                .mapToDouble(name -> {
                    String hash = ContentHash.of(name.getBytes(StandardCharsets.UTF_8), HASH_BYTES);
                    return Integer.parseUnsignedInt(hash, 16) / (double) Integer.MIN_VALUE;
                })
                .toArray();
    }

    private static double[] standardised(double[] raw, long[] rows) {
        double total = Arrays.stream(rows).sum();
        double mean = 0;
        for (int i = 0; i < raw.length; i++) {
            mean += raw[i] * rows[i] / total;
        }
        double variance = 0;
        for (int i = 0; i < raw.length; i++) {
            variance += (raw[i] - mean) * (raw[i] - mean) * rows[i] / total;
        }
        double[] scores = new double[raw.length];
        for (int i = 0; i < raw.length; i++) {
            // A cell that the baseline has no rows in says nothing of how its features depend on each other.
            scores[i] = rows[i] == 0 || variance == 0 ? 0 : (raw[i] - mean) / Math.sqrt(variance);
        }
        return scores;
    }
}
