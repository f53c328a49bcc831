package io.tidemark.standalone.advice;

import io.tidemark.profile.csv.CsvProgress;
import io.tidemark.standalone.backtest.CsvEvents;
import io.tidemark.stream.event.NameDictionary;
import io.tidemark.stream.window.ProfilerLimits;

/** The rows of a CSV file, as one partition. */
public final class CsvEventSource implements EventSource {
    private final CsvEvents events;
    private final CsvProgress progress;

    public CsvEventSource(CsvEvents events, CsvProgress progress) {
        this.events = events;
        this.progress = progress;
    }

    @Override
    public NameDictionary names() {
        return events.names();
    }

    @Override
    public int partitions() {
        return 1;
    }

    @Override
    public ProfilerLimits limits() {
        return events.limits();
    }

    @Override
    public void forEach(String step, Sink sink) {
        events.forEach(step, progress, (_, event, _) -> sink.take(0, event));
    }
}
