package io.tidemark.standalone.advice;

import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.standalone.baseline.LogReader;
import io.tidemark.stream.event.EventBuffer;
import io.tidemark.stream.event.NameDictionary;
import io.tidemark.stream.window.ProfilerLimits;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** What the inference logs have of one model. */
public final class LogEventSource implements EventSource {
    private final LogReader reader;
    private final SchemaRegistry registry;
    private final String model;
    private final LogReader.Progress progress;
    /** Those that have events of the model, numbered: the others need not be waited for. */
    private final Map<Integer, Integer> numbers = new HashMap<>();

    private final SortedSet<String> versions = new TreeSet<>();
    private long events;

    /** Reads the logs once, to see which partitions and versions there are. */
    public LogEventSource(LogReader reader, SchemaRegistry registry, String model, LogReader.Progress progress) {
        this.reader = reader;
        this.registry = registry;
        this.model = model;
        this.progress = progress;
        reader.forEach(registry, progress, (partition, event) -> {
            if (isMeant(event)) {
                numbers.putIfAbsent(partition, numbers.size());
                versions.add(String.valueOf(event.modelVersion()));
                events++;
            }
            return true;
        });
    }

    private boolean isMeant(EventBuffer event) {
        return model.equals(event.modelId()) && event.modelVersion() != null && event.eventTimeMs() > 0;
    }

    /** How many events of the model there are. */
    public long events() {
        return events;
    }

    /** The versions that answered. */
    public Set<String> versions() {
        return Set.copyOf(versions);
    }

    @Override
    public NameDictionary names() {
        return reader.names();
    }

    @Override
    public int partitions() {
        return numbers.size();
    }

    @Override
    public ProfilerLimits limits() {
        return ProfilerLimits.defaults();
    }

    @Override
    public void forEach(String step, Sink sink) {
        reader.forEach(registry, progress, (partition, event) -> {
            Integer number = numbers.get(partition);
            if (number != null && isMeant(event)) {
                sink.take(number, event);
            }
            return true;
        });
    }
}
