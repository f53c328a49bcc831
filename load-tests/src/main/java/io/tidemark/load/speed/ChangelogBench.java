package io.tidemark.load.speed;

import io.tidemark.load.Waiting;
import io.tidemark.stream.app.MonitorApp;
import io.tidemark.stream.config.MonitorConfig;
import io.tidemark.stream.config.Role;
import java.time.Duration;
import org.apache.kafka.common.MetricName;

/** How many bytes the monitor writes to its changelogs for each inference log that it reads, as its producers count them. */
final class ChangelogBench {
    static final int STEADY_SEGMENTS = 100;
    static final int STEADY_PER_SECOND = 5_000;

    /** Rows of each segment in each partition: so many that quantile sketches are as large as in a window near its end. */
    private static final int STEADY_ROWS = 1_000;

    private ChangelogBench() {}

    /** What a track has to have for {@link #steady}. */
    static SpeedLoad steadyLoad() {
        return SpeedLoad.withinOneWindow(
                new EventShape(EventShape.STANDARD.features(), STEADY_SEGMENTS, 1), STEADY_ROWS);
    }

    /** Lets the monitor read nine tenths of a track, as fast as it can. */
    static double atFullSpeed(SpeedTrack track) throws InterruptedException {
        try (MonitorApp monitor = MonitorApp.start(new MonitorConfig(track.freshSettings("changelog")))) {
            ConsumedRecords consumed = new ConsumedRecords(monitor.streams(Role.DRIFT), track.inferenceLogs(), 1);
            await(consumed, 0.9 * track.records());
            return changelogBytes(monitor) / consumed.getAsDouble();
        }
    }

    /**
     * Lets the monitor read a track, and then what comes steadily to the same windows.
     *
     * @param counted how long steady records count, after a tenth of it in which they do not; all sketches are written once in some 80 s
     */
    static double steady(SpeedTrack track, Duration counted) throws InterruptedException {
        try (MonitorApp monitor = MonitorApp.start(new MonitorConfig(track.freshSettings("steady-changelog")))) {
            ConsumedRecords consumed = new ConsumedRecords(monitor.streams(Role.DRIFT), track.inferenceLogs(), 1);
            await(consumed, (double) track.records());
            try (SteadyEvents events = SteadyEvents.start(track, STEADY_PER_SECOND)) {
                double records = (double) STEADY_PER_SECOND * counted.toSeconds();
                await(consumed, track.records() + records / 10);
                double bytesBefore = changelogBytes(monitor);
                double recordsBefore = consumed.getAsDouble();
                await(consumed, recordsBefore + records);
                events.check();
                return (changelogBytes(monitor) - bytesBefore) / (consumed.getAsDouble() - recordsBefore);
            }
        }
    }

    private static void await(ConsumedRecords consumed, double records) throws InterruptedException {
        Waiting.until("%,.0f records are read".formatted(records), () -> consumed.getAsDouble() >= records);
    }

    private static double changelogBytes(MonitorApp monitor) {
        return monitor.streams(Role.DRIFT).metrics().values().stream()
                .filter(metric -> isChangelogBytes(metric.metricName()))
                .mapToDouble(metric -> (double) metric.metricValue())
                .sum();
    }

    private static boolean isChangelogBytes(MetricName name) {
        return name.name().equals("byte-total")
                && name.group().equals("producer-topic-metrics")
                && name.tags().getOrDefault("topic", "").endsWith("-changelog");
    }
}
