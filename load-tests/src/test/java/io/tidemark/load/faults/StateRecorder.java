package io.tidemark.load.faults;

import io.tidemark.load.Waiting;
import io.tidemark.load.ledger.PublishedRecords;
import io.tidemark.load.ledger.RowPlan;
import io.tidemark.load.ledger.SteadyLoad;
import io.tidemark.load.process.GroupWork;
import io.tidemark.load.process.MonitorProcess;
import io.tidemark.load.process.MonitoredCluster;
import io.tidemark.standalone.files.TemporaryDirectory;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * Records what a monitor of this release leaves when it is stopped, for {@link UpgradeFaultIT}. From the project's root, with a JDK 25:
 *
 * <pre>{@code
 * mvn -q package -DskipTests -pl load-tests -am
 * java --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
 *     -cp 'load-tests/target/test-classes:load-tests/target/classes:load-tests/target/lib/*:deploy/standalone/target/tidemark-standalone.jar' \
 *     io.tidemark.load.faults.StateRecorder /tmp/state.gz
 * }</pre>
 */
final class StateRecorder {
    /** No poison: what is recorded has no dead letters. */
    static final RowPlan ALL_GOOD = new RowPlan(Integer.MAX_VALUE);

    /** Few enough for the monitor to be stopped before it has learned a baseline. */
    private static final int ROWS_PER_SECOND = 150;

    private static final long LEARNED_FROM = 3_000;

    private StateRecorder() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 1) {
            System.err.println("Usage: StateRecorder FILE");
            System.exit(2);
        }
        try (TemporaryDirectory folder = TemporaryDirectory.create("tidemark-state-");
                MonitoredCluster cluster = MonitoredCluster.start(folder.path())) {
            cluster.apply(RowPlan.MODEL, RowPlan.SPEC);
            runMonitor(cluster);
            RecordedState left = StateTransfer.capture(cluster.within(), cluster.registry());
            if (left.rows() >= LEARNED_FROM) {
                throw new IllegalStateException(
                        "the monitor had read %d rows when it stopped, and may have learned a baseline from %d; try again"
                                .formatted(left.rows(), LEARNED_FROM));
            }
            try (OutputStream file = Files.newOutputStream(Path.of(arguments[0]))) {
                left.write(file);
            }
            System.out.printf(
                    "%s: %d rows read, %d records%n",
                    arguments[0], left.rows(), left.entries().size());
        }
    }

    /** Until it has published a window, and read half of a further one. */
    private static void runMonitor(MonitoredCluster cluster) throws InterruptedException {
        try (GroupWork work = new GroupWork(cluster.cluster())) {
            MonitorProcess monitor = cluster.startMonitor("monitor");
            await(cluster, "the monitor owns the logs", () -> work.owners() == 1);
            PublishedRecords published = new PublishedRecords(cluster.within(), cluster.registry());
            try (SteadyLoad load =
                    SteadyLoad.start(cluster.within(), cluster.registry(), ALL_GOOD::row, ROWS_PER_SECOND)) {
                await(cluster, "a window is published and half of a further one is read", () -> {
                    load.check();
                    published.readOn();
                    return published.rows() >= RowPlan.ROWS_PER_WINDOW
                            && work.committed().orElse(0) >= published.rows() + RowPlan.ROWS_PER_WINDOW / 2;
                });
            }
            cluster.stop(monitor);
        }
    }

    private static void await(MonitoredCluster cluster, String what, BooleanSupplier reached)
            throws InterruptedException {
        Waiting.until(what, MonitoredCluster.PATIENCE, () -> {
            cluster.checkAlive();
            return reached.getAsBoolean();
        });
    }
}
