package io.tidemark.standalone.baseline;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.KindHint;
import io.tidemark.profile.sketch.SketchConfig;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.avro.Prediction;
import io.tidemark.stream.event.Predictions;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes a baseline of inference events, under the names that the monitor profiles them by: predictions included. */
public final class EventBaselines {

    private EventBaselines() {}

    /** The baseline of all the events; each is looked at once. */
    public static Baseline of(Stream<InferenceEvent> events, String source, Instant createdAt) {
        Map<String, FeatureSketch> sketches = new LinkedHashMap<>();
        long rows = 0;
        for (Iterator<InferenceEvent> each = events.iterator(); each.hasNext(); rows++) {
            InferenceEvent event = each.next();
            event.getFeatures().forEach((name, value) -> update(sketches, name, value));
            Prediction prediction = event.getPrediction();
            if (prediction != null) {
                update(sketches, Predictions.LABEL, prediction.getLabel());
                update(sketches, Predictions.VALUE, prediction.getValue());
                update(sketches, Predictions.SCORE, prediction.getScore());
            }
        }
        return Baseline.ofSketches(rows, sketches, false, source, createdAt);
    }

    /** What is not there is not fed: rows without a feature are those that its sketch has not seen. */
    private static void update(Map<String, FeatureSketch> sketches, String name, @Nullable Object value) {
        if (value == null) {
            return;
        }
        FeatureSketch sketch =
                sketches.computeIfAbsent(name, key -> new FeatureSketch(SketchConfig.baseline(), KindHint.AUTO));
        switch (value) {
            case Number number -> sketch.updateNumber(number.doubleValue());
            case Boolean flag -> sketch.updateBoolean(flag);
            default -> sketch.updateText(value.toString());
        }
    }
}
