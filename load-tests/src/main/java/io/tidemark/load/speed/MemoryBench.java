package io.tidemark.load.speed;

import io.tidemark.load.Waiting;
import io.tidemark.load.process.DirectorySize;
import io.tidemark.load.process.GroupWork;
import io.tidemark.stream.app.MonitorApp;
import io.tidemark.stream.config.MonitorConfig;
import io.tidemark.stream.config.Role;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.common.Metric;

/** What windows take while they are open: all events fall into one window of each segment, which does not close. */
final class MemoryBench {
    /** Beside the features of an event: its label and its score. */
    private static final int PREDICTION = 2;
    /** Beside the segments: the window of all rows. */
    private static final int ALL_ROWS = 1;

    /** Of the cache that all stores share: blocks, indexes and filters, and what write buffers are charged. */
    private static final String CACHE = "block-cache-usage";
    /** Beside the cache, of each store. */
    private static final String OPEN_FILES = "estimate-table-readers-mem";

    private final SpeedTrack track;

    private MemoryBench(SpeedTrack track) {
        this.track = track;
    }

    /** A track whose records are not written yet. */
    static SpeedLoad load(int segments, long rows) {
        return SpeedLoad.withinOneWindow(new EventShape(EventShape.STANDARD.features(), segments, 1), rows);
    }

    static MemoryResult.Run measure(SpeedTrack track) throws InterruptedException {
        return new MemoryBench(track).measure();
    }

    private MemoryResult.Run measure() throws InterruptedException {
        Map<String, String> settings = track.freshSettings("memory");
        try (MonitorApp monitor = MonitorApp.start(new MonitorConfig(settings));
                GroupWork work = new GroupWork(track.cluster(), setting(settings, "application.id"))) {
            Waiting.until("the monitor has its partitions", monitor::isReady);
            long before = liveBytes();
            track.writeLogs();
            Waiting.until(
                    "all records are committed",
                    () -> work.committed().orElse(0) >= track.load().records());
            EventShape shape = track.load().shape();
            int partitions = track.load().partitions();
            return new MemoryResult.Run(
                    (long) partitions * (shape.segments() + ALL_ROWS) * (shape.features() + PREDICTION),
                    track.load().records() / (double) (partitions * shape.segments()),
                    liveBytes() - before,
                    rocksDbBytes(monitor),
                    DirectorySize.of(Path.of(setting(settings, "state.dir"))));
        }
    }

    private static String setting(Map<String, String> settings, String key) {
        return String.valueOf(settings.get(key));
    }

    private static long liveBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Each store says the whole of the cache. */
    private static long rocksDbBytes(MonitorApp monitor) {
        return ofStores(monitor, CACHE).max().orElse(0)
                + ofStores(monitor, OPEN_FILES).sum();
    }

    private static LongStream ofStores(MonitorApp monitor, String name) {
        return monitor.streams(Role.DRIFT).metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals(name))
                .map(Metric::metricValue)
                .mapToLong(value -> ((Number) value).longValue());
    }
}
