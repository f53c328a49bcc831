package io.tidemark.standalone.advice;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.standalone.backtest.CsvEvents;
import io.tidemark.stream.event.EventBuffer;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.window.InputLag;
import io.tidemark.stream.window.Outcome;
import io.tidemark.stream.window.PartitionProfiler;
import io.tidemark.stream.window.ProfileMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A stream cut into windows of one length: profiled once, and judged as often as there are settings.
 *
 * <p>It is judged once while it is profiled, as in the monitor, so that a baseline that is learned is there for what comes after it. What was sent is
 * kept: some kilobytes for each feature in each window.
 */
final class CutStream {
    private final MonitorSpec spec;
    private final Map<String, Baseline> baselines;
    private final List<PartitionProfiler> profilers;
    private final List<ProfileMessage> messages = new ArrayList<>();
    private final FixedMonitors monitors;
    private final SampledWindows samples = new SampledWindows();
    private final Judging judging;

    /**
     * @param spec which has the length of the windows
     * @param baselines of all rows, by version; other versions learn theirs
     */
    CutStream(MonitorSpec spec, Map<String, Baseline> baselines, EventSource source) {
        this.spec = spec;
        this.baselines = Map.copyOf(baselines);
        this.monitors = FixedMonitors.of(spec, baselines);
        this.judging = new Judging(monitors, samples::add);
        this.profilers = profilers(source, monitors);
    }

    static List<PartitionProfiler> profilers(EventSource source, FixedMonitors monitors) {
        return IntStream.range(0, source.partitions())
                .mapToObj(partition -> new PartitionProfiler(
                        partition,
                        source.partitions(),
                        monitors,
                        source.names(),
                        source.limits(),
                        InputLag.UNKNOWN,
                        CsvEvents.END_OF_TIME))
                .toList();
    }

    Outcome take(int partition, EventBuffer event) {
        return profilers.get(partition).accept(event, this::send);
    }

    /** To be called after the last event. */
    void finish() {
        profilers.forEach(profiler -> profiler.finish(this::send));
    }

    private void send(ProfileMessage message) {
        messages.add(message);
        judging.accept(message);
    }

    /** What a setting with windows of this length makes of the stream. Safe for use by several threads once the stream has ended. */
    Trial trial(Setting setting, MonitorSpec with) {
        Judging anew = new Judging(FixedMonitors.of(with, baselines), _ -> {});
        messages.forEach(anew::accept);
        return anew.trial(setting);
    }

    MonitorSpec spec() {
        return spec;
    }

    /** Some of the windows, evenly over the stream. */
    SampledWindows samples() {
        return samples;
    }

    /** The baselines at the end of the stream, for rows of all segments together. */
    FixedMonitors learned() {
        return monitors.with(spec.with(MonitorSpec.Segments.DEFAULT));
    }
}
