package io.tidemark.standalone.baseline;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.csv.ColumnSelection;
import io.tidemark.profile.embedding.EmbeddingNames;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.KindHint;
import io.tidemark.profile.sketch.SketchConfig;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.stream.event.EventBuffer;
import io.tidemark.stream.event.NameDictionary;
import io.tidemark.stream.event.Predictions;
import io.tidemark.stream.event.ValueType;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Makes a baseline of inference events, under the names that the monitor profiles them by: predictions and what is
 * watched of arrays included. Each event is looked at once, so counts per bin come from the sketches. As in the monitor, a
 * feature counts once per event, with the value that stands first.
 */
public final class EventBaselines {
    private final ColumnSelection selection;
    private final NameDictionary names;
    private final Map<String, FeatureSketch> sketches = new LinkedHashMap<>();
    private final Map<String, Long> lastRow = new HashMap<>();
    private long rows;

    /**
     * @param selection which features count; those of the prediction always do
     * @param names the ids in the events it will be given
     */
    public EventBaselines(ColumnSelection selection, NameDictionary names) {
        this.selection = selection;
        this.names = names;
    }

    /**
     * The baseline of all the events, with all their features, which knows how much its own windows vary.
     *
     * @param events the same each time they are asked for, which is twice
     * @param window length of the windows that are to be compared with it
     */
    public static Baseline of(
            Supplier<Stream<InferenceEvent>> events, Duration window, String source, Instant createdAt) {
        NameDictionary names = new NameDictionary(Integer.MAX_VALUE);
        EventFiller filler = new EventFiller(names);
        EventBaselines baselines = new EventBaselines(ColumnSelection.all(), names);
        events.get().forEachOrdered(event -> baselines.add(filler.fill(event)));
        EventWindows windows = new EventWindows(baselines.build(source, createdAt), names, window);
        events.get().forEachOrdered(event -> windows.add(filler.fill(event)));
        return windows.learned();
    }

    public void add(EventBuffer event) {
        rows++;
        for (int i = 0; i < event.size(); i++) {
            String name = names.nameOf(event.nameId(i));
            boolean first = !Long.valueOf(rows).equals(lastRow.put(name, rows));
            // What is not there is not fed: rows without a feature are those that its sketch has not seen.
            if (first && event.type(i) != ValueType.NULL && isSelected(name)) {
                update(sketch(name), event, i);
            }
        }
    }

    public long rows() {
        return rows;
    }

    public Baseline build(String source, Instant createdAt) {
        return Baseline.ofSketches(rows, sketches, false, source, createdAt).within(SketchConfig.baseline());
    }

    private boolean isSelected(String name) {
        return Predictions.isPrediction(name)
                || (!contains(selection.ignored(), name)
                        && (selection.features().isEmpty() || contains(selection.features(), name)));
    }

    /** Whether the set names the feature, or the array that the feature tells something of. */
    private static boolean contains(Set<String> features, String name) {
        return features.contains(name)
                || EmbeddingNames.arrayOf(name).filter(features::contains).isPresent();
    }

    private FeatureSketch sketch(String name) {
        return sketches.computeIfAbsent(
                name,
                key -> new FeatureSketch(
                        SketchConfig.making(sketches.size() + 1),
                        selection.categorical().contains(key) ? KindHint.CATEGORICAL : KindHint.AUTO));
    }

    static void update(FeatureSketch sketch, EventBuffer event, int i) {
        switch (event.type(i)) {
            case NUMBER -> sketch.updateNumber(event.number(i));
            case BOOLEAN -> sketch.updateBoolean(event.number(i) != 0);
            case TEXT -> sketch.updateText(event.text(i));
            case NULL -> sketch.updateNull();
        }
    }
}
