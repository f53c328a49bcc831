package io.tidemark.load.speed;

import io.tidemark.load.Waiting;
import io.tidemark.stream.app.MonitorApp;
import io.tidemark.stream.config.MonitorConfig;
import io.tidemark.stream.config.Role;
import org.apache.kafka.common.MetricName;

/** How many bytes the monitor writes to its changelogs for each inference log that it reads, as its producers count them. */
final class ChangelogBench {
    private ChangelogBench() {}

    /** Lets the monitor read nine tenths of a track. */
    static double bytesPerRecord(SpeedTrack track) throws InterruptedException {
        try (MonitorApp monitor = MonitorApp.start(new MonitorConfig(track.freshSettings("changelog")))) {
            ConsumedRecords consumed = new ConsumedRecords(monitor.streams(Role.DRIFT), track.inferenceLogs(), 1);
            Waiting.until(
                    "nine tenths of the records were read",
                    () -> consumed.getAsDouble() >= 0.9 * track.load().records());
            double bytes = monitor.streams(Role.DRIFT).metrics().values().stream()
                    .filter(metric -> isChangelogBytes(metric.metricName()))
                    .mapToDouble(metric -> (double) metric.metricValue())
                    .sum();
            return bytes / consumed.getAsDouble();
        }
    }

    private static boolean isChangelogBytes(MetricName name) {
        return name.name().equals("byte-total")
                && name.group().equals("producer-topic-metrics")
                && name.tags().getOrDefault("topic", "").endsWith("-changelog");
    }
}
