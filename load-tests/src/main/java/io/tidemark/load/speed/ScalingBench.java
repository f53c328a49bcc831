package io.tidemark.load.speed;

import io.tidemark.stream.config.MonitorConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The monitor over events of each shape, in turns. Sketches are serialised when they are committed, so a short run may hold one commit or none, by
 * chance. Each run that counts is watched for some commit intervals at least; the track gets as many records as this takes.
 */
final class ScalingBench {
    static final List<EventShape> SHAPES = List.of(
            EventShape.STANDARD,
            new EventShape(100, 1, 1),
            new EventShape(1_000, 1, 1),
            new EventShape(20, 100, 1),
            new EventShape(20, 10_000, 1),
            new EventShape(20, 1, 10),
            new EventShape(20, 1, 100));

    private static final int COMMITS = 5;
    /** Feature values in the records of a first run, which tells how many records it takes. */
    private static final long FIRST_VALUES = 8_000_000;
    /** A later run may be so many times as fast as the one before. */
    private static final double FASTER = 1.3;

    private final List<SpeedTrack> tracks;
    private final Duration commitInterval;
    private final Duration longest;

    /**
     * @param tracks with loads as {@link #load} has them, and no records yet
     * @param longest for how long each run is watched at most, unless that is less than it takes
     */
    ScalingBench(List<SpeedTrack> tracks, Duration longest) {
        this.tracks = List.copyOf(tracks);
        commitInterval = commitInterval(tracks.getFirst());
        this.longest = longest.compareTo(least()) < 0 ? least() : longest;
    }

    /** As many records as a first run needs. */
    static SpeedLoad load(EventShape shape) {
        return SpeedLoad.of(FIRST_VALUES / shape.features(), shape);
    }

    private static Duration commitInterval(SpeedTrack track) {
        MonitorConfig config = new MonitorConfig(track.freshSettings("commits"));
        return Duration.ofMillis(
                new StreamsConfig(config.streamsProperties()).getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG));
    }

    private Duration least() {
        return commitInterval.multipliedBy(COMMITS);
    }

    /**
     * @param rounds in which each shape runs once
     * @param each told after every run
     */
    ScalingResult measure(int rounds, BiConsumer<String, Rate> each) throws InterruptedException {
        for (SpeedTrack track : tracks) {
            track.writeLogs();
            track.writeUpTo(enough(run(track)));
        }
        Map<EventShape, List<Rate>> rates = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (SpeedTrack track : tracks) {
                EventShape shape = track.load().shape();
                Rate rate = runForLongEnough(track);
                rates.computeIfAbsent(shape, _ -> new ArrayList<>()).add(rate);
                each.accept(ScalingResult.Run.name(shape), rate);
            }
        }
        return new ScalingResult(
                commitInterval,
                rates.entrySet().stream()
                        .map(run -> new ScalingResult.Run(run.getKey(), run.getValue()))
                        .toList());
    }

    private Rate runForLongEnough(SpeedTrack track) throws InterruptedException {
        while (true) {
            Rate rate = run(track);
            if (rate.seconds() >= least().toMillis() / 1e3) {
                return rate;
            }
            track.writeUpTo(enough(rate));
        }
    }

    /** How many records it takes until a run at this rate has been watched for long enough. */
    private long enough(Rate rate) {
        return (long) (FASTER * rate.perSecond() * least().toMillis() / 1e3 / Stopwatch.WATCHED);
    }

    private Rate run(SpeedTrack track) throws InterruptedException {
        return new SpeedBench(track, longest).run(new Tidemark());
    }
}
