package io.tidemark.load.speed;

import io.tidemark.load.Waiting;
import io.tidemark.load.process.DirectorySize;
import io.tidemark.load.process.GroupWork;
import io.tidemark.load.process.MonitorProcess;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.registry.EmbeddedRegistryServer;
import io.tidemark.stream.config.MonitorConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Bytes;

/**
 * How long the work of a monitor stands still when its process is killed. Monitors are processes of their own, with their default settings but for
 * memory, the time that a transaction may take, and that after which a partition is idle; events go on meanwhile.
 */
final class RestoreBench implements AutoCloseable {
    private static final int FEATURES = 1_000;
    /** Of each segment in each partition: as many as a quantile sketch keeps all of. */
    private static final int ROWS = 1_000;
    /** What the sketches of a segment of so many features take when they are saved, in all partitions. */
    private static final int MEGABYTES_OF_A_SEGMENT = 33;

    private static final String CHANGELOG = "live-profiles-changelog";

    private static final int EVENTS_PER_SECOND = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(20);
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** Looks without a change after which nothing more is to come. */
    private static final int STILL = 5;

    private static final List<String> JVM =
            List.of("-Xmx8g", "-XX:TieredStopAtLevel=4", "-XX:-UseSerialGC", "-XX:+UseParallelGC");

    private final SpeedTrack track;
    private final Path folder;
    private final EmbeddedRegistryServer registry;
    private final Cluster cluster;
    private final GroupWork work;
    private final List<MonitorProcess> alive = new ArrayList<>();
    private int starts;

    /** @param track with records in it */
    RestoreBench(SpeedTrack track, Path folder) {
        this.track = track;
        this.folder = folder;
        registry = EmbeddedRegistryServer.start(track.name(), 0);
        Map<String, String> settings = new HashMap<>(track.cluster().settings());
        settings.put("schema.registry.url", registry.url());
        cluster = new Cluster(settings);
        work = new GroupWork(cluster, group());
    }

    private String group() {
        return track.name() + "-restore";
    }

    /**
     * What the track has to have.
     *
     * @param megabytes of state that each of some monitors shall have
     */
    static SpeedLoad load(int megabytes, int monitors) {
        // The window of all rows takes as much as that of a segment.
        int segments = Math.max(1, Math.ceilDiv(megabytes * monitors, MEGABYTES_OF_A_SEGMENT) - 1);
        return SpeedLoad.withinOneWindow(new EventShape(FEATURES, segments, 1), ROWS);
    }

    /** One monitor, which is started again as soon as it is dead. */
    RestoreResult.Run startedAgain() throws InterruptedException {
        MonitorProcess monitor = start("monitor", Map.of());
        awaitAllCommitted();
        return killed(monitor, () -> start("monitor", Map.of()));
    }

    /** Two monitors, each with a copy of the other's state. */
    RestoreResult.Run withStandby() throws InterruptedException {
        Map<String, String> standby = Map.of("num.standby.replicas", "1");
        MonitorProcess victim = start("victim", standby);
        MonitorProcess other = start("other", standby);
        awaitAllCommitted();
        awaitStill(List.of(victim.stateDir(), other.stateDir()));
        return killed(victim, () -> {});
    }

    private RestoreResult.Run killed(MonitorProcess victim, Runnable afterwards) throws InterruptedException {
        try (SteadyEvents events = SteadyEvents.start(track, EVENTS_PER_SECOND)) {
            Map<TopicPartition, Long> left = new HashMap<>();
            await("the monitor owns records that it has not committed", () -> {
                events.check();
                left.putAll(work.freezeIfAtWork(victim));
                return !left.isEmpty();
            });
            int owned = work.owned(victim.name());
            victim.process().kill();
            long killed = System.nanoTime();
            alive.remove(victim);
            afterwards.run();
            await("what it left is committed", () -> {
                events.check();
                return work.isDone(left);
            });
            Duration stoodStill = Duration.ofNanos(System.nanoTime() - killed);
            return new RestoreResult.Run(stateBytes(owned), stoodStill);
        }
    }

    /** What a restore reads of one partition's changelog when that is compacted, for all of some partitions. */
    private long stateBytes(int partitions) {
        try (Consumer<byte[], byte[]> consumer =
                track.cluster().consumer(new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition changelog = new TopicPartition(group() + "-" + CHANGELOG, 0);
            consumer.assign(List.of(changelog));
            consumer.seekToBeginning(List.of(changelog));
            long end = consumer.endOffsets(List.of(changelog)).getOrDefault(changelog, 0L);
            Map<Bytes, Integer> latest = new HashMap<>();
            while (consumer.position(changelog) < end) {
                for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(LOOK)) {
                    latest.put(
                            Bytes.wrap(entry.key()),
                            entry.value() == null ? 0 : entry.serializedKeySize() + entry.serializedValueSize());
                }
            }
            return partitions
                    * latest.values().stream().mapToLong(bytes -> bytes).sum();
        }
    }

    private MonitorProcess start(String name, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(track.cluster().settings());
        settings.put("schema.registry.url", registry.url());
        settings.put("application.id", group());
        // All of the state is written at each commit as long as the log is read, beside a broker and another monitor
        // on the same cores.
        settings.put("producer.transaction.timeout.ms", "120000");
        // While copies are awaited nothing is written, and a window whose partition is idle is sent, and is no state
        // any
        // more.
        settings.put(
                MonitorConfig.IDLE_TIMEOUT_MS,
                String.valueOf(PATIENCE.multipliedBy(3).toMillis()));
        // Beyond the usual budget there would be no state to restore.
        settings.put(MonitorConfig.MAX_PROFILE_BYTES, String.valueOf(Long.MAX_VALUE / 2));
        settings.putAll(more);
        settings.putAll(track.settings());
        MonitorProcess started =
                MonitorProcess.start(name, starts++, cluster, folder, folder.resolve("state-" + name), settings, JVM);
        alive.add(started);
        return started;
    }

    private void awaitAllCommitted() throws InterruptedException {
        await(
                "all records are committed",
                () -> work.committed().orElse(0) >= track.load().records());
    }

    /** Waits until copies have all there is: what they take has not changed for some time. */
    private static void awaitStill(List<Path> directories) throws InterruptedException {
        List<Long> sizes = new ArrayList<>();
        Waiting.until("standbys have their copies", PATIENCE, LOOK, () -> {
            sizes.add(directories.stream().mapToLong(DirectorySize::of).sum());
            int last = sizes.size() - 1;
            return last >= STILL
                    && IntStream.range(last - STILL, last)
                            .allMatch(i -> sizes.get(i).equals(sizes.get(last)));
        });
    }

    private void await(String what, BooleanSupplier reached) throws InterruptedException {
        Waiting.until(what, PATIENCE, () -> {
            alive.forEach(MonitorProcess::checkAlive);
            return reached.getAsBoolean();
        });
    }

    @Override
    public void close() {
        alive.forEach(monitor -> monitor.process().kill());
        work.close();
        registry.close();
    }
}
