package io.tidemark.standalone.baseline;

import io.tidemark.profile.embedding.EmbeddingNames;
import io.tidemark.profile.embedding.EmbeddingSummary;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.avro.Prediction;
import io.tidemark.stream.event.EventBuffer;
import io.tidemark.stream.event.NameDictionary;
import io.tidemark.stream.event.Predictions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings inference events that are objects into the form in which the monitor's decoder hands over those it reads. */
final class EventFiller {
    private final NameDictionary names;
    private final EventBuffer buffer = new EventBuffer();
    private final EmbeddingSummary array = new EmbeddingSummary();

    /** @param names gives features and parts of predictions their ids */
    EventFiller(NameDictionary names) {
        this.names = names;
    }

    /** The event, in a buffer that the next one takes. */
    EventBuffer fill(InferenceEvent event) {
        buffer.clear();
        buffer.identify(
                event.getModelId(),
                event.getModelVersion(),
                event.getEventTime().toEpochMilli());
        event.getFeatures().forEach(this::add);
        Prediction prediction = event.getPrediction();
        if (prediction != null) {
            addPresent(Predictions.LABEL, prediction.getLabel());
            addPresent(Predictions.VALUE, prediction.getValue());
            addPresent(Predictions.SCORE, prediction.getScore());
            prediction.getScores().forEach((label, score) -> addPresent(Predictions.scoreOf(label), score));
        }
        return buffer;
    }

    private void addPresent(String name, @Nullable Object value) {
        if (value != null) {
            add(name, value);
        }
    }

    private void add(String name, @Nullable Object value) {
        switch (value) {
            case null -> buffer.addNull(names.idOf(name));
            case Number number -> buffer.addNumber(names.idOf(name), number.doubleValue());
            case Boolean flag -> buffer.addBoolean(names.idOf(name), flag);
            case List<?> elements -> addArray(name, elements);
            default -> buffer.addText(names.idOf(name), value.toString());
        }
    }

    private void addArray(String name, List<?> elements) {
        array.begin();
        for (Object element : elements) {
            array.add(element instanceof Number number ? number.doubleValue() : Double.NaN);
        }
        List<String> derived = EmbeddingNames.of(name);
        for (int i = 0; i < array.size(); i++) {
            buffer.addNumber(names.idOf(derived.get(i)), array.value(i));
        }
    }
}
