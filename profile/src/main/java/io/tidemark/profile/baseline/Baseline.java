package io.tidemark.profile.baseline;

import io.tidemark.profile.performance.PerformanceBaseline;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.JointLayout;
import io.tidemark.profile.sketch.SketchConfig;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What windows are compared with: the features of one body of rows, in their order.
 *
 * @param id names the baseline in every event that was judged with it; another one judges differently
 * @param rows of the baseline
 * @param features by name
 * @param learned whether it comes from the first rows of a running model and nobody approved it
 * @param source where the rows come from, in words
 * @param joint how the features depend on each other; empty where nobody counted it
 * @param arrivals how many rows came when; empty where their times are not known, or are not those of all rows there were
 * @param performance how well the model predicted rows that it was not trained on; empty where their labels are not known
 */
public record Baseline(
        String id,
        long rows,
        Map<String, FeatureBaseline> features,
        boolean learned,
        String source,
        Instant createdAt,
        Optional<JointBaseline> joint,
        Optional<ArrivalProfile> arrivals,
        Optional<PerformanceBaseline> performance) {
    public Baseline {
        features = Collections.unmodifiableMap(new LinkedHashMap<>(features));
    }

    /** A baseline whose id is a hash of what windows are judged by: the same rows, counted in the same way, give the same id. */
    public static Baseline of(
            long rows, Map<String, FeatureBaseline> features, boolean learned, String source, Instant createdAt) {
        return of(rows, features, learned, source, createdAt, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Baseline of(
            long rows,
            Map<String, FeatureBaseline> features,
            boolean learned,
            String source,
            Instant createdAt,
            Optional<JointBaseline> joint,
            Optional<ArrivalProfile> arrivals,
            Optional<PerformanceBaseline> performance) {
        String id = BaselineId.of(rows, features, joint, arrivals, performance);
        return new Baseline(id, rows, features, learned, source, createdAt, joint, arrivals, performance);
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
        return jointLayoutOf(features);
    }

    /** By which the dependence between a baseline's {@code features} is counted. */
    public static JointLayout jointLayoutOf(Map<String, FeatureBaseline> features) {
        return JointScores.layoutOf(features);
    }

    /** The same baseline, with the dependence between its features as counted over its {@link #jointLayout()}. */
    public Baseline withJoint(JointBaseline counted) {
        if (!counted.isOver(jointLayout())) {
            throw new IllegalArgumentException("the dependence of features was not counted over this baseline's cells");
        }
        return of(rows, features, learned, source, createdAt, Optional.of(counted), arrivals, performance);
    }

    /** The same baseline, with the number of its rows by time. */
    public Baseline withArrivals(ArrivalProfile counted) {
        return of(rows, features, learned, source, createdAt, joint, Optional.of(counted), performance);
    }

    /**
     * The same baseline with further features, which were counted over other rows: what a model answers rows that it was not trained on belongs beside
     * the features of all rows. Each feature keeps the number of its own rows.
     *
     * @throws IllegalArgumentException if one of them is here already, or is one of those whose dependence is counted
     */
    public Baseline withFurther(Baseline further) {
        Map<String, FeatureBaseline> all = new LinkedHashMap<>(features);
        further.features().forEach((name, feature) -> {
            if (!name.startsWith("$") || all.put(name, feature) != null) {
                throw new IllegalArgumentException(
                        "'" + name + "' can't be added: it is no prediction, or the baseline has it");
            }
        });
        return of(rows, all, learned, source, createdAt, joint, arrivals, performance);
    }

    /** The same baseline without the number of its rows by time: for rows that are not all there were. */
    public Baseline withoutArrivals() {
        return of(rows, features, learned, source, createdAt, joint, Optional.empty(), performance);
    }

    /** The same baseline, with how well the model predicted rows that it was not trained on. */
    public Baseline withPerformance(PerformanceBaseline measured) {
        return of(rows, features, learned, source, createdAt, joint, arrivals, Optional.of(measured));
    }

    /** The same baseline with smaller sketches. */
    public Baseline within(SketchConfig smaller) {
        Map<String, FeatureBaseline> small = new LinkedHashMap<>();
        features.forEach((name, feature) -> small.put(name, feature.within(smaller)));
        return new Baseline(id, rows, small, learned, source, createdAt, joint, arrivals, performance);
    }

    /**
     * The same baseline, its features knowing how much its own windows vary; as if rows were independent where there are too few windows.
     *
     * @param windows sketches by feature, for each of the windows that make up the baseline
     * @param windowRows all rows of the same windows
     */
    public Baseline withVariation(List<Map<String, FeatureSketch>> windows, List<Long> windowRows) {
        Map<String, FeatureBaseline> known = new LinkedHashMap<>();
        features.forEach((name, feature) -> {
            FeatureSketch none = feature.newSketch(SketchConfig.window());
            known.put(
                    name,
                    feature.withVariation(
                            windows.stream()
                                    .map(window -> window.getOrDefault(name, none))
                                    .toList(),
                            windowRows));
        });
        return of(rows, known, learned, source, createdAt, joint, arrivals, performance);
    }

    public Optional<FeatureBaseline> feature(String name) {
        return Optional.ofNullable(features.get(name));
    }
}
