package io.tidemark.load.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.load.ledger.Expected;
import io.tidemark.load.ledger.LedgerBalance;
import io.tidemark.load.ledger.PlannedRow;
import io.tidemark.load.ledger.PublishedRecords;
import io.tidemark.load.ledger.RowPlan;
import io.tidemark.load.ledger.SteadyLoad;
import io.tidemark.load.process.GroupWork;
import io.tidemark.load.process.MonitorProcess;
import io.tidemark.load.process.MonitoredCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.core.ConditionTimeoutException;

/** A cluster, monitors and a steady load; what is done to them is the test's. At the end the published records account for every record that was written. */
final class FaultTrial implements AutoCloseable {
    static final Duration PATIENCE = MonitoredCluster.PATIENCE;

    final MonitoredCluster processes;
    final GroupWork work;
    final SteadyLoad load;

    private final String name;
    private final long began = System.nanoTime();
    private final PublishedRecords published;
    private int faultsAtWork;
    private long lagAtFaults;

    FaultTrial(String name, Path folder, LongFunction<PlannedRow> plan, int rowsPerSecond) throws Exception {
        this(name, MonitoredCluster.start(folder), plan, rowsPerSecond);
    }

    /** @param processes closed with the trial, and where that does not begin */
    FaultTrial(String name, MonitoredCluster processes, LongFunction<PlannedRow> plan, int rowsPerSecond)
            throws Exception {
        this.name = name;
        this.processes = processes;
        try {
            published = new PublishedRecords(processes.within(), processes.registry());
            processes.apply(RowPlan.MODEL, RowPlan.SPEC);
            work = new GroupWork(processes.cluster());
            load = SteadyLoad.start(processes.within(), processes.registry(), plan, rowsPerSecond);
        } catch (Exception e) {
            processes.close();
            throw e;
        }
    }

    void apply(String spec) throws Exception {
        processes.apply(RowPlan.MODEL, spec);
    }

    MonitorProcess startMonitor(String monitor) {
        return processes.startMonitor(monitor);
    }

    /** Waits until the monitors have committed so many records more. */
    void awaitProgress(long records) {
        long target = awaitAnswer(work::committed) + records;
        awaitAlive("records committed: " + target, () -> work.committed().orElse(0) >= target);
    }

    /** What brokers know, as soon as they say. */
    private long awaitAnswer(Supplier<OptionalLong> question) {
        AtomicLong answer = new AtomicLong();
        awaitAlive("brokers answer", () -> {
            OptionalLong now = question.get();
            now.ifPresent(answer::set);
            return now.isPresent();
        });
        return answer.get();
    }

    void awaitAlive(String what, Callable<Boolean> reached) {
        await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> {
            processes.checkAlive();
            load.check();
            return reached.call();
        });
    }

    /** Waits until a monitor, which may end meanwhile, has ended or this is reached. */
    void awaitDeadOr(MonitorProcess monitor, Callable<Boolean> reached) {
        processes.letGo(monitor);
        awaitAlive(
                monitor.name() + " has ended or gone on",
                () -> !monitor.process().isAlive() || reached.call());
    }

    /** Kills it at a moment when it owns partitions with records that it has not committed, and shows that they were left. */
    void killAtWork(MonitorProcess victim) throws Exception {
        Map<TopicPartition, Long> left = freezeAtWork(victim);
        processes.kill(victim);
        assertLeft(victim, left);
    }

    /** The process stands still when this returns. */
    Map<TopicPartition, Long> freezeAtWork(MonitorProcess victim) {
        Map<TopicPartition, Long> left = new HashMap<>();
        awaitAlive(victim.name() + " owns work with lag", () -> {
            left.putAll(work.freezeIfAtWork(victim));
            return !left.isEmpty();
        });
        return left;
    }

    void assertLeft(MonitorProcess victim, Map<TopicPartition, Long> ends) {
        // A broker that has just come back may not know of the group yet.
        long lag = awaitAnswer(() -> work.lag(ends));
        assertThat(lag)
                .as("records that %s owned and had not committed when it died", victim.name())
                .isPositive();
        countFault(lag);
    }

    /** A fault hits a monitor that has so many records left to do. */
    void countFault(long lag) {
        assertThat(lag).as("what the monitor had left to do").isPositive();
        faultsAtWork++;
        lagAtFaults += lag;
    }

    /** SIGTERM, at a moment when it owns work with lag. */
    void stopAtWork(MonitorProcess victim) throws Exception {
        countFault(work.lagTo(freezeAtWork(victim)));
        victim.process().thaw();
        processes.stop(victim);
    }

    /** SIGTERM to all of them at a time, when one at least owns work with lag; answers how many did. */
    int stopTogether(List<MonitorProcess> victims) throws Exception {
        List<MonitorProcess> atWork = new ArrayList<>();
        awaitAlive("one of several owns work with lag", () -> {
            for (MonitorProcess victim : victims) {
                Map<TopicPartition, Long> left = work.freezeIfAtWork(victim);
                if (!left.isEmpty()) {
                    countFault(work.lagTo(left));
                    victim.process().thaw();
                    atWork.add(victim);
                }
            }
            return !atWork.isEmpty();
        });
        try (ExecutorService stops = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (MonitorProcess victim : victims) {
                all.add(stops.submit(() -> {
                    processes.stop(victim);
                    return victim;
                }));
            }
            for (Future<?> stopped : all) {
                stopped.get();
            }
        }
        return atWork.size();
    }

    /** The ids of all events that have been published, as of the last look at the ledger. */
    Set<String> eventIds() {
        return published.eventIds();
    }

    /** Where what was published differs from what was written. */
    List<String> differences() throws Exception {
        return differences(Set.of(RowPlan.WINDOW));
    }

    private List<String> differences(Set<Duration> windowLengths) throws Exception {
        Expected expected = finish(published::accountsFor);
        return published.balance(expected, windowLengths).differences();
    }

    /** Every record once. */
    void assertLedger() throws Exception {
        assertLedger(Set.of(RowPlan.WINDOW));
    }

    /** Every record once, in windows of several lengths. */
    void assertLedger(Set<Duration> windowLengths) throws Exception {
        assertThat(differences(windowLengths))
                .as("where what was published differs from what was written")
                .isEmpty();
    }

    /** Every record, some of them more than once, as at-least-once allows. */
    void assertNothingLost() throws Exception {
        // Rows that come twice do not stand for others that are still on their way.
        Expected expected = finish(written -> published.balance(written).lost() == 0);
        LedgerBalance balance = published.balance(expected);
        assertThat(balance.lost())
                .as(() -> "rows lost; what differs: " + balance.differences())
                .isZero();
    }

    /** Ends the load, waits until all of it is accounted for, and stops the monitors. */
    private Expected finish(Predicate<Expected> isAccountedFor) throws Exception {
        Expected expected = load.finish();
        try {
            await("all that was written is published")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> {
                        processes.checkAlive();
                        published.readOn();
                        return isAccountedFor.test(expected);
                    });
        } catch (ConditionTimeoutException e) {
            System.out.println(name + ": rows are missing; the comparison says which");
        } finally {
            System.out.printf(
                    "%s: %d rows written; %s; %d faults at work with %d records left, %d s%n",
                    name,
                    expected.rows(),
                    published,
                    faultsAtWork,
                    lagAtFaults,
                    Duration.ofNanos(System.nanoTime() - began).toSeconds());
        }
        // What would be published once more would come with the last commit.
        for (MonitorProcess monitor : processes.alive()) {
            processes.stop(monitor);
        }
        published.readOn();
        assertThat(faultsAtWork).as("faults that hit a monitor at work").isPositive();
        return expected;
    }

    @Override
    public void close() {
        try (processes;
                work) {
            load.close();
        }
    }
}
