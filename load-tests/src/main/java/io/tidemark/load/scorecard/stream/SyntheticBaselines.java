package io.tidemark.load.scorecard.stream;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.csv.CsvBaselines;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.SketchConfig;
import io.tidemark.stream.event.EventBuffer;
import io.tidemark.stream.event.NameDictionary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes baselines of drawn rows as {@link CsvBaselines} makes them of a file's: sketched first, then counted exactly. */
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
        return Baseline.of(rows, features, false, name, Instant.EPOCH);
    }

    private static FeatureBaseline counted(FeatureBaseline feature, FeatureSketch counting) {
        return counting.bins()
                .map(feature::withExactCounts)
                .orElseThrow(() -> new IllegalStateException(feature.name() + " was not counted"));
    }

    private static void feed(Family family, int rows, Seeds seeds, String name, List<FeatureSketch> sketches) {
        EventBuffer event = new EventBuffer();
        NameDictionary names = new NameDictionary(Family.FEATURES);
        RowSource source = RowSource.quiet(family, false, names, seeds.generator(name));
        for (int row = 0; row < rows; row++) {
            event.clear();
            source.fill(event, row, 0);
            for (int i = 0; i < Family.FEATURES; i++) {
                if (family.shape(i) == Shape.CATEGORY) {
                    sketches.get(i).updateText(event.text(i));
                } else {
                    sketches.get(i).updateNumber(event.number(i));
                }
            }
        }
    }
}
