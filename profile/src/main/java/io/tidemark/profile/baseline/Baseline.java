package io.tidemark.profile.baseline;

import io.tidemark.profile.format.ContentHash;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.JointLayout;
import io.tidemark.profile.sketch.SketchConfig;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What windows are compared with: the features of one body of rows, in their order.
 *
 * @param id names the baseline in every event that was judged with it
 * @param rows of the baseline
 * @param features by name
 * @param learned whether it comes from the first rows of a running model and nobody approved it
 * @param source where the rows come from, in words
 * @param joint how the features depend on each other; empty where nobody counted it
 * @param arrivals how many rows came when; empty where their times are not known, or are not those of all rows there were
 */
public record Baseline(
        String id,
        long rows,
        Map<String, FeatureBaseline> features,
        boolean learned,
        String source,
        Instant createdAt,
        Optional<JointBaseline> joint,
        Optional<ArrivalProfile> arrivals) {
    public Baseline {
        features = Collections.unmodifiableMap(new LinkedHashMap<>(features));
    }

    /** A baseline whose id is a hash of its rows, features, bins and counts: the same rows give the same id. */
    public static Baseline of(
            long rows, Map<String, FeatureBaseline> features, boolean learned, String source, Instant createdAt) {
        return new Baseline(
                contentId(rows, features),
                rows,
                features,
                learned,
                source,
                createdAt,
                Optional.empty(),
                Optional.empty());
    }

    /** A baseline for windows, of features whose kinds are those of most of their values. */
    public static Baseline ofSketches(
            long rows, Map<String, FeatureSketch> sketches, boolean learned, String source, Instant createdAt) {
        Map<String, FeatureBaseline> features = new LinkedHashMap<>();
        sketches.forEach((name, sketch) -> features.put(name, FeatureBaseline.of(name, rows, sketch)));
        return of(rows, features, learned, source, createdAt);
    }

    /** By which the dependence between its features is to be counted. */
    public JointLayout jointLayout() {
        return JointScores.layoutOf(features);
    }

    /** The same baseline, with the dependence between its features as counted over its {@link #jointLayout()}. */
    public Baseline withJoint(JointBaseline counted) {
        if (!counted.isOver(jointLayout())) {
            throw new IllegalArgumentException("the dependence of features was not counted over this baseline's cells");
        }
        return new Baseline(id, rows, features, learned, source, createdAt, Optional.of(counted), arrivals);
    }

    /** The same baseline, with the number of its rows by time. */
    public Baseline withArrivals(ArrivalProfile counted) {
        return new Baseline(id, rows, features, learned, source, createdAt, joint, Optional.of(counted));
    }

    /** The same baseline with smaller sketches. */
    public Baseline within(SketchConfig smaller) {
        Map<String, FeatureBaseline> small = new LinkedHashMap<>();
        features.forEach((name, feature) -> small.put(name, feature.within(smaller)));
        return withFeatures(small);
    }

    /** The same rows, knowing more of their features. */
    Baseline withFeatures(Map<String, FeatureBaseline> known) {
        return new Baseline(id, rows, known, learned, source, createdAt, joint, arrivals);
    }

    public Optional<FeatureBaseline> feature(String name) {
        return Optional.ofNullable(features.get(name));
    }

    private static String contentId(long rows, Map<String, FeatureBaseline> features) {
        StringBuilder content = new StringBuilder().append(rows);
        features.forEach((name, feature) -> content.append('\n')
                .append(name)
                .append('\t')
                .append(feature.kind())
                .append('\t')
                .append(feature.sketch().present())
                .append('\t')
                .append(feature.binning().id())
                .append('\t')
                .append(Arrays.toString(feature.cellCounts())));
        return ContentHash.of(content.toString().getBytes(StandardCharsets.UTF_8), 6);
    }
}
