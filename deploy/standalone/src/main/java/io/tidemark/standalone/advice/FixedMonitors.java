package io.tidemark.standalone.advice;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.stream.assess.Assessment.BaselineLearned;
import io.tidemark.stream.control.Monitors;
import io.tidemark.stream.spec.MonitorSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One spec for whatever is asked for, and the baselines that it begins with or that are learned. For one thread. */
final class FixedMonitors implements Monitors {
    private final MonitorSpec spec;
    private final Map<Key, Baseline> baselines;

    private record Key(String version, String segment) {}

    private FixedMonitors(MonitorSpec spec, Map<Key, Baseline> baselines) {
        this.spec = spec;
        this.baselines = new HashMap<>(baselines);
    }

    /** @param versions of which there is a baseline of all rows */
    static FixedMonitors of(MonitorSpec spec, Map<String, Baseline> versions) {
        FixedMonitors monitors = new FixedMonitors(spec, Map.of());
        versions.forEach(
                (version, baseline) -> monitors.baselines.put(new Key(version, RecordKeys.ALL_ROWS), baseline));
        return monitors;
    }

    /** These baselines and what was learned since, under another spec. */
    FixedMonitors with(MonitorSpec other) {
        return new FixedMonitors(other, baselines);
    }

    void learned(BaselineLearned learned) {
        baselines.put(new Key(learned.version(), learned.segment()), learned.baseline());
    }

    @Override
    public MonitorSpec spec(String model) {
        return spec;
    }

    @Override
    public boolean hasSpec(String model) {
        return true;
    }

    @Override
    public Optional<Baseline> baseline(String model, String version, String segment) {
        return Optional.ofNullable(baselines.get(new Key(version, segment)));
    }
}
