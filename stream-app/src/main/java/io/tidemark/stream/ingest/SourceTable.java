package io.tidemark.stream.ingest;

import io.tidemark.stream.follow.SpecFollower;
import io.tidemark.stream.spec.MonitorSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The specs that name sources, now. One thread writes, any number read. */
final class SourceTable implements SpecFollower.Specs {
    private final Map<String, MonitorSpec> byModel = new TreeMap<>();
    private long changes;

    /**
     * The specs at a moment.
     *
     * @param change another number for other specs
     */
    record Snapshot(long change, List<MonitorSpec> specs) {}

    @Override
    public synchronized void apply(MonitorSpec spec) {
        boolean had = spec.source().isPresent()
                ? byModel.put(spec.model(), spec) != null
                : byModel.remove(spec.model()) != null;
        changes += had || spec.source().isPresent() ? 1 : 0;
    }

    @Override
    public synchronized void remove(String model) {
        changes += byModel.remove(model) == null ? 0 : 1;
    }

    synchronized Snapshot snapshot() {
        return new Snapshot(changes, List.copyOf(byModel.values()));
    }
}
