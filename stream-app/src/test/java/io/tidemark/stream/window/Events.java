package io.tidemark.stream.window;

import io.tidemark.stream.event.EventBuffer;
import io.tidemark.stream.event.NameDictionary;
import java.util.Map;

/** Fills event buffers for tests. */
public final class Events {
    private final NameDictionary names;
    private final EventBuffer buffer = new EventBuffer();

    public Events(NameDictionary names) {
        this.names = names;
    }

    public EventBuffer event(String model, String version, long timeMs, Map<String, ?> features) {
        return event(model, version, timeMs, features, Map.of());
    }

    public EventBuffer event(
            String model, String version, long timeMs, Map<String, ?> features, Map<String, String> tags) {
        buffer.clear();
        buffer.identify(model, version, timeMs);
        features.forEach((name, value) -> {
            int id = names.idOf(name);
            switch (value) {
                case Number number -> buffer.addNumber(id, number.doubleValue());
                case Boolean flag -> buffer.addBoolean(id, flag);
                case String text -> buffer.addText(id, text);
                default -> throw new IllegalArgumentException("no feature value: " + value);
            }
        });
        tags.forEach(buffer::addTag);
        return buffer;
    }
}
