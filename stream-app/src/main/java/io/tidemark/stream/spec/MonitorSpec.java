package io.tidemark.stream.spec;

import io.tidemark.profile.decision.EpisodePolicy;
import io.tidemark.profile.decision.Thresholds;
import io.tidemark.profile.sketch.KindHint;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** TEMP until the spec package lands. */
public record MonitorSpec(
        String model,
        String revision,
        Duration window,
        Duration grace,
        long minRows,
        long learnRows,
        List<String> segmentBy,
        int maxSegments,
        EpisodePolicy episodes,
        Set<String> ignored) {
    public static MonitorSpec defaultsFor(String model) {
        return new MonitorSpec(
                model,
                "default",
                Duration.ofHours(1),
                Duration.ofMinutes(1),
                200,
                10_000,
                List.of(),
                200,
                new EpisodePolicy(1, 2),
                Set.of());
    }

    public MonitorSpec withSegments(List<String> by, int max) {
        return new MonitorSpec(model, revision, window, grace, minRows, learnRows, by, max, episodes, ignored);
    }

    public MonitorSpec withIgnored(String name) {
        Set<String> more = new HashSet<>(ignored);
        more.add(name);
        return new MonitorSpec(
                model, revision, window, grace, minRows, learnRows, segmentBy, maxSegments, episodes, more);
    }

    public MonitorSpec withLearnRows(long rows) {
        return new MonitorSpec(
                model, revision, window, grace, minRows, rows, segmentBy, maxSegments, episodes, ignored);
    }

    public long windowMs() {
        return window.toMillis();
    }

    public long graceMs() {
        return grace.toMillis();
    }

    public boolean ignores(String feature) {
        return ignored.contains(feature);
    }

    public KindHint kindOf(String feature) {
        return KindHint.AUTO;
    }

    public Thresholds thresholdsOf(String feature) {
        return Thresholds.defaults().withMinRows(minRows);
    }

    public static MonitorSpec fromAvro(io.tidemark.schemas.avro.MonitorSpec avro) {
        return defaultsFor(avro.getModel());
    }
}
