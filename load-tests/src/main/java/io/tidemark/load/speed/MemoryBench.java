package io.tidemark.load.speed;

import io.tidemark.stream.app.MonitorApp;
import io.tidemark.stream.config.MonitorConfig;
import io.tidemark.stream.config.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Metric;

/** What windows take while they are open: all events fall into one window of each segment, which does not close. */
final class MemoryBench {
    /** Beside the features of an event: its label and its score. */
    private static final int PREDICTION = 2;
    /** Beside the segments: the window of all rows. */
    private static final int ALL_ROWS = 1;

    private static final Duration WITHIN_A_WINDOW = Duration.ofSeconds(280);
    private static final Set<String> ROCKS_DB_MEMORY =
            Set.of("size-all-mem-tables", "block-cache-usage", "estimate-table-readers-mem");

    private final SpeedTrack track;

    private MemoryBench(SpeedTrack track) {
        this.track = track;
    }

    /** A track whose records are not written yet. */
    static SpeedLoad load(int segments, long rows) {
        SpeedLoad one = SpeedLoad.of(0, new EventShape(EventShape.STANDARD.features(), segments, 1));
        long records = rows * segments * one.partitions();
        return new SpeedLoad(records, one.partitions(), one.shape(), WITHIN_A_WINDOW.dividedBy(records), "");
    }

    static MemoryResult.Run measure(SpeedTrack track) throws InterruptedException, ExecutionException {
        return new MemoryBench(track).measure();
    }

    private MemoryResult.Run measure() throws InterruptedException, ExecutionException {
        Map<String, String> settings = track.freshSettings("memory");
        try (MonitorApp monitor = MonitorApp.start(new MonitorConfig(settings));
                Admin admin = track.cluster().admin()) {
            Waiting.until("the monitor has its partitions", monitor::isReady);
            long before = liveBytes();
            track.writeLogs();
            String group = setting(settings, "application.id");
            Waiting.until(
                    "all records are committed",
                    () -> committed(admin, group) >= track.load().records());
            EventShape shape = track.load().shape();
            int partitions = track.load().partitions();
            return new MemoryResult.Run(
                    (long) partitions * (shape.segments() + ALL_ROWS) * (shape.features() + PREDICTION),
                    track.load().records() / (double) (partitions * shape.segments()),
                    liveBytes() - before,
                    rocksDbBytes(monitor),
                    bytesOf(Path.of(setting(settings, "state.dir"))));
        }
    }

    private static String setting(Map<String, String> settings, String key) {
        return String.valueOf(settings.get(key));
    }

    private long committed(Admin admin, String group) {
        KafkaFuture<Map<org.apache.kafka.common.TopicPartition, OffsetAndMetadata>> offsets =
                admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata();
        try {
            return offsets.get().entrySet().stream()
                    .filter(entry -> entry.getKey().topic().equals(track.inferenceLogs()))
                    .mapToLong(entry -> entry.getValue().offset())
                    .sum();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the offsets of " + group + " can't be read", e);
        }
    }

    private static long liveBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long rocksDbBytes(MonitorApp monitor) {
        return monitor.streams(Role.DRIFT).metrics().values().stream()
                .filter(metric -> ROCKS_DB_MEMORY.contains(metric.metricName().name()))
                .map(Metric::metricValue)
                .mapToLong(value -> ((Number) value).longValue())
                .sum();
    }

    private static long bytesOf(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.mapToLong(
                            file -> file.toFile().isFile() ? file.toFile().length() : 0)
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
