package io.tidemark.standalone.baseline;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.csv.ColumnSelection;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.KindHint;
import io.tidemark.profile.sketch.SketchConfig;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.avro.Prediction;
import io.tidemark.stream.event.Predictions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a baseline of inference events, under the names that the monitor profiles them by: predictions included. Each
 * event is looked at once, so counts per bin come from the sketches.
 */
public final class EventBaselines {
    private final ColumnSelection selection;
    private final Map<String, FeatureSketch> sketches = new LinkedHashMap<>();
    private long rows;

    /** @param selection which features count; those of the prediction always do */
    public EventBaselines(ColumnSelection selection) {
        this.selection = selection;
    }

    /** The baseline of all the events, with all their features. */
    public static Baseline of(Stream<InferenceEvent> events, String source, Instant createdAt) {
        EventBaselines baselines = new EventBaselines(ColumnSelection.all());
        events.forEachOrdered(baselines::add);
        return baselines.build(source, createdAt);
    }

    public void add(InferenceEvent event) {
        rows++;
        event.getFeatures().forEach((name, value) -> {
            if (isSelected(name)) {
                update(name, value);
            }
        });
        Prediction prediction = event.getPrediction();
        if (prediction != null) {
            update(Predictions.LABEL, prediction.getLabel());
            update(Predictions.VALUE, prediction.getValue());
            update(Predictions.SCORE, prediction.getScore());
            prediction.getScores().forEach((label, score) -> update(Predictions.scoreOf(label), score));
        }
    }

    public long rows() {
        return rows;
    }

    public Baseline build(String source, Instant createdAt) {
        return Baseline.ofSketches(rows, sketches, false, source, createdAt);
    }

    private boolean isSelected(String name) {
        return !selection.ignored().contains(name)
                && (selection.features().isEmpty() || selection.features().contains(name));
    }

    /** What is not there is not fed: rows without a feature are those that its sketch has not seen. */
    private void update(String name, @Nullable Object value) {
        if (value == null) {
            return;
        }
        FeatureSketch sketch = sketches.computeIfAbsent(
                name,
                key -> new FeatureSketch(
                        SketchConfig.baseline(),
                        selection.categorical().contains(key) ? KindHint.CATEGORICAL : KindHint.AUTO));
        switch (value) {
            case Number number -> sketch.updateNumber(number.doubleValue());
            case Boolean flag -> sketch.updateBoolean(flag);
            default -> sketch.updateText(value.toString());
        }
    }
}
