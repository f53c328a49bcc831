package io.tidemark.profile.sketch;

import io.tidemark.profile.format.ContentHash;
import io.tidemark.profile.format.DocumentType;
import io.tidemark.profile.format.DocumentWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a row's features become the few coordinates that a {@link JointSketch} keeps products of.
 *
 * <p>Each feature adds a score of its value's cell to one coordinate. Scores have mean 0 and variance 1 over the baseline's rows, so a
 * coordinate is a standardised feature or, where there are more features than {@link #MOST_COORDINATES}, a sum of several with
 * signs of their own: a sparse random projection (Achlioptas, Database-friendly random projections, 2003; Charikar, Chen and
 * Farach-Colton's count sketch, 2002). Which feature goes where follows from its name alone. Immutable.
 */
public final class JointLayout {
    /** Products grow with its square: 32 coordinates have 528 of them. */
    public static final int MOST_COORDINATES = 32;
    /** One standard deviation of a coordinate. Whole numbers, so that sums do not depend on the order of rows. */
    static final int UNIT = 64;
    /** Coordinates beyond eight standard deviations are cut off, so that fourth powers stay countable. */
    static final int LARGEST = 8 * UNIT;

    private final String id;
    private final List<String> features;
    private final Map<String, Integer> indexes = new TreeMap<>();
    private final int coordinates;
    private final int[][] scores;

    private JointLayout(List<String> features, int coordinates, int[][] scores) {
        this.features = features;
        this.coordinates = coordinates;
        this.scores = scores;
        DocumentWriter content = new DocumentWriter(new DocumentType("TDJL", 1)).writeCount(coordinates);
        for (int i = 0; i < features.size(); i++) {
            indexes.put(features.get(i), i);
            content.writeText(features.get(i));
            for (int score : scores[i]) {
                content.writeLong(score);
            }
        }
        this.id = ContentHash.of(content.toBytes(), 8);
    }

    /**
     * The layout of features.
     *
     * @param scoresByFeature for each feature the score of each of its cells, in standard deviations
     */
    public static JointLayout of(SortedMap<String, double[]> scoresByFeature) {
        List<String> features = List.copyOf(scoresByFeature.keySet());
        int coordinates = Math.min(MOST_COORDINATES, features.size());
        int[][] scores = new int[features.size()][];
        for (int i = 0; i < scores.length; i++) {
            double[] standardised = scoresByFeature.getOrDefault(features.get(i), new double[0]);
            int sharers = sharersOf(i % Math.max(1, coordinates), features.size(), coordinates);
            double unit = sign(features.get(i), sharers) * UNIT / Math.sqrt(sharers);
            scores[i] = new int[standardised.length];
            for (int cell = 0; cell < standardised.length; cell++) {
                scores[i][cell] = (int) Math.rint(Math.clamp(standardised[cell] * unit, -LARGEST, LARGEST));
            }
        }
        return new JointLayout(features, coordinates, scores);
    }

    private static int sharersOf(int coordinate, int features, int coordinates) {
        return (features - coordinate + coordinates - 1) / coordinates;
    }

    /** A feature alone keeps its sign, so that its correlations read as they are. */
    private static int sign(String feature, int sharers) {
        if (sharers == 1) {
            return 1;
        }
        byte[] bytes = feature.getBytes(StandardCharsets.UTF_8);
        return ContentHash.of(bytes, 1).charAt(1) % 2 == 0 ? 1 : -1;
    }

    /** A hash of the content: sketches over equal layouts can be merged. */
    public String id() {
        return id;
    }

    /** How many coordinates a row has. */
    public int coordinates() {
        return coordinates;
    }

    /** The place of a feature, or −1 where it has none. */
    public int indexOf(String feature) {
        return indexes.getOrDefault(feature, -1);
    }

    /** The features that make up a coordinate. */
    public List<String> featuresOf(int coordinate) {
        return features.stream()
                .filter(feature -> indexOf(feature) % coordinates == coordinate)
                .toList();
    }

    int coordinateOf(int feature) {
        return feature % coordinates;
    }

    /** The scores of all cells of a feature, as {@link #score} has them. Not to be changed. */
    int[] scoresOf(int feature) {
        return scores[feature];
    }

    /** The score of a feature's cell in its coordinate, in parts of {@link #UNIT}. */
    int score(int feature, int cell) {
        return scores[feature][cell];
    }
}
