package io.tidemark.standalone.advice;

import io.tidemark.profile.compare.FeatureComparison;
import io.tidemark.standalone.advice.SampledWindows.Judged;
import io.tidemark.standalone.advice.SampledWindows.Sample;
import io.tidemark.stream.event.EventBuffer;
import io.tidemark.stream.window.PartitionProfiler;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** Some windows of a stream as they would have been with a drift in every feature. */
final class DisturbedStream {
    private final Disturbance disturbance;
    /** Ends of what is judged, by the beginnings. */
    private final NavigableMap<Long, Long> spans = new TreeMap<>();

    private final List<PartitionProfiler> profilers;
    private final Judging judging;
    private final Map<Judged, Map<String, FeatureComparison>> comparisons = new HashMap<>();

    DisturbedStream(CutStream stream, TestDrift drift, EventSource source) {
        List<Sample> samples = stream.samples().all();
        FixedMonitors monitors = stream.learned();
        this.disturbance = new Disturbance(drift, samples, source.names());
        samples.stream()
                .map(sample -> sample.judged().span())
                .forEach(span -> spans.merge(span.startMs(), span.endMs(), Math::max));
        this.profilers = CutStream.profilers(source, monitors);
        this.judging = new Judging(monitors, assessed -> {
            Sample sample = Sample.of(assessed);
            comparisons.put(sample.judged(), sample.comparisons());
        });
    }

    void take(int partition, EventBuffer event) {
        Map.Entry<Long, Long> span = spans.floorEntry(event.eventTimeMs());
        if (span != null && event.eventTimeMs() < span.getValue()) {
            profilers.get(partition).accept(disturbance.of(event), judging::accept);
        }
    }

    /** To be called after the last event. */
    void finish() {
        profilers.forEach(profiler -> profiler.finish(judging::accept));
    }

    /** The features that are disturbed. */
    Set<String> features() {
        return disturbance.features();
    }

    /** The features beside the baseline; none where it was not judged. */
    Map<String, FeatureComparison> comparisons(Judged judged) {
        return comparisons.getOrDefault(judged, Map.of());
    }
}
