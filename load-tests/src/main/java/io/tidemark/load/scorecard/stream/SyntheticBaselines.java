package io.tidemark.load.scorecard.stream;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.baseline.JointBaseline;
import io.tidemark.profile.baseline.JointCounter;
import io.tidemark.profile.csv.CsvBaselines;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.JointSketch;
import io.tidemark.profile.sketch.SketchConfig;
import io.tidemark.stream.event.EventBuffer;
import io.tidemark.stream.event.NameDictionary;
import io.tidemark.stream.event.ValueType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes baselines of drawn rows as {@link CsvBaselines} makes them of a file's: sketched first, then counted exactly, then
 * counted jointly. */
public final class SyntheticBaselines {
    private SyntheticBaselines() {}

    /** @param name of the rows: the same seeds and name give the same baseline */
    public static Baseline create(Family family, int rows, Seeds seeds, String name) {
        SketchCoins.seed(seeds.of(name));
        List<FeatureSketch> sketches = new ArrayList<>();
        for (int i = 0; i < Family.FEATURES; i++) {
            sketches.add(new FeatureSketch(
                    SketchConfig.baseline(), family.shape(i).kind().hint()));
        }
        feed(family, rows, seeds, name, sketches);
        List<FeatureBaseline> sketched = new ArrayList<>();
        List<FeatureSketch> counting = new ArrayList<>();
        for (int i = 0; i < Family.FEATURES; i++) {
            FeatureBaseline feature = FeatureBaseline.of(
                    Family.featureName(i),
                    family.shape(i).kind(),
                    rows,
                    sketches.get(i),
                    FeatureBaseline.MAX_CATEGORY_BINS);
            sketched.add(feature);
            counting.add(feature.newSketch(SketchConfig.window()));
        }
        if (!sketched.stream().allMatch(FeatureBaseline::exactCounts)) {
            feed(family, rows, seeds, name, counting);
        }
        Map<String, FeatureBaseline> features = new LinkedHashMap<>();
        for (int i = 0; i < Family.FEATURES; i++) {
            FeatureBaseline feature = sketched.get(i);
            features.put(feature.name(), feature.exactCounts() ? feature : counted(feature, counting.get(i)));
        }
        Baseline baseline = Baseline.of(rows, features, false, name, Instant.EPOCH);
        return baseline.withJoint(JointBaseline.of(countJointly(baseline, family, rows, seeds, name)));
    }

    private static FeatureBaseline counted(FeatureBaseline feature, FeatureSketch counting) {
        return counting.bins()
                .map(feature::withExactCounts)
                .orElseThrow(() -> new IllegalStateException(feature.name() + " was not counted"));
    }

    private static JointSketch countJointly(Baseline baseline, Family family, int rows, Seeds seeds, String name) {
        JointCounter counter = new JointCounter(baseline);
        List<Integer> counted = new ArrayList<>();
        List<FeatureSketch> values = new ArrayList<>();
        for (int i = 0; i < Family.FEATURES; i++) {
            Optional<FeatureSketch> ofFeature = counter.valuesOf(Family.featureName(i));
            if (ofFeature.isPresent()) {
                counted.add(i);
                values.add(ofFeature.get());
            }
        }
        forEachRow(family, rows, seeds, name, event -> {
            for (int i = 0; i < values.size(); i++) {
                add(event, counted.get(i), values.get(i));
            }
            counter.endRow();
        });
        return counter.sketch();
    }

    private static void feed(Family family, int rows, Seeds seeds, String name, List<FeatureSketch> sketches) {
        forEachRow(family, rows, seeds, name, event -> {
            for (int i = 0; i < Family.FEATURES; i++) {
                add(event, i, sketches.get(i));
            }
        });
    }

    private static void add(EventBuffer event, int feature, FeatureSketch sketch) {
        if (event.type(feature) == ValueType.TEXT) {
            sketch.updateText(event.text(feature));
        } else {
            sketch.updateNumber(event.number(feature));
        }
    }

    /** The same rows at every call. */
    private static void forEachRow(Family family, int rows, Seeds seeds, String name, Consumer<EventBuffer> row) {
        EventBuffer event = new EventBuffer();
        NameDictionary names = new NameDictionary(Family.FEATURES);
        RowSource source = RowSource.quiet(family, false, names, seeds.generator(name));
        for (int i = 0; i < rows; i++) {
            event.clear();
            source.fill(event, i, 0);
            row.accept(event);
        }
    }
}
