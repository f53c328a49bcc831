package io.tidemark.load.soak;

import io.tidemark.load.WaitedInVainException;
import io.tidemark.load.Waiting;
import io.tidemark.load.ledger.Expected;
import io.tidemark.load.ledger.PublishedRecords;
import io.tidemark.load.ledger.RowPlan;
import io.tidemark.load.ledger.SteadyLoad;
import io.tidemark.load.ledger.UnorderedPlan;
import io.tidemark.load.process.GroupWork;
import io.tidemark.load.process.MonitorProcess;
import io.tidemark.load.process.MonitoredCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A steady load on two monitors, and one fault after the other. One record in a hundred can't be profiled, one in fifty comes twice, and all are out of
 * order by less than the grace.
 */
final class Soak {
    private static final int POISON_EVERY = 97;
    /** No partition may count as idle for a fault, or windows would be judged before they are complete. */
    private static final Duration IDLE = Duration.ofMinutes(1);

    private static final Duration LAST_WINDOWS = MonitoredCluster.PATIENCE.plus(IDLE);
    private static final Duration POLL = Duration.ofSeconds(1);

    private final SoakSettings settings;
    private final Consumer<String> told;

    /** @param told a line after every fault */
    Soak(SoakSettings settings, Consumer<String> told) {
        this.settings = settings;
        this.told = told;
    }

    /**
     * Runs. When it returns, also with an exception, no process is left.
     *
     * @param folder for what broker and monitors write
     */
    SoakResult run(Path folder) throws InterruptedException, ExecutionException, IOException {
        try (MonitoredCluster cluster = MonitoredCluster.start(folder);
                GroupWork work = new GroupWork(cluster.cluster())) {
            cluster.useSettings(Map.of(
                    "tidemark.idle.timeout.ms", Long.toString(IDLE.toMillis()),
                    // One that was killed gets its work back at once, and restores it, instead of warming up in the
                    // background for ten minutes.
                    "acceptable.recovery.lag", Long.toString(Long.MAX_VALUE)));
            // All of the heap is there from the beginning, so that what resident memory grows by is not heap.
            String heap = SoakSettings.HEAP_MIB + "m";
            cluster.useJvmArguments(List.of("-Xms" + heap, "-Xmx" + heap, "-XX:+AlwaysPreTouch"));
            cluster.apply(RowPlan.MODEL, RowPlan.SPEC);
            cluster.startMonitor(FaultInjector.STEADY);
            cluster.startMonitor(FaultInjector.OTHER);
            UnorderedPlan plan = new UnorderedPlan(new RowPlan(POISON_EVERY), RowPlan.PARTITIONS);
            Clock clock = new Clock();
            try (SteadyLoad load = SteadyLoad.start(
                            cluster.within(), cluster.registry(), plan::row, settings.recordsPerSecond());
                    Sampler sampler = Sampler.start(cluster, work, clock)) {
                Waiting.until("both monitors have work and have caught up", MonitoredCluster.PATIENCE, POLL, () -> {
                    cluster.checkAlive();
                    return work.owners() == 2 && settings.isInPeace(work.lag());
                });
                FaultInjector injector = new FaultInjector(cluster, work, load, settings, clock);
                List<FaultReport> faults = strike(injector, clock, () -> {
                    load.check();
                    sampler.check();
                });
                Duration lasted = clock.now();
                Expected expected = load.finish();
                List<Sample> samples = sampler.samples();
                PublishedRecords published = readAll(cluster, expected);
                return new SoakResult(
                        settings,
                        lasted,
                        expected.rows(),
                        faults,
                        samples,
                        published.balance(expected),
                        published.toString(),
                        ResidentMemory.isTold());
            }
        }
    }

    /** @param check before every fault: a load that has stopped is no load */
    private List<FaultReport> strike(FaultInjector injector, Clock clock, Runnable check)
            throws InterruptedException, IOException {
        List<FaultReport> faults = new ArrayList<>();
        FaultPlan plan = new FaultPlan(settings.seed());
        Duration end = clock.now().plus(settings.length());
        PlannedFault next = plan.next();
        while (clock.now().plus(next.after()).compareTo(end) < 0) {
            TimeUnit.NANOSECONDS.sleep(next.after().toNanos());
            check.run();
            Optional<FaultReport> fault = injector.strike(next);
            fault.ifPresent(faults::add);
            told.accept(fault.map(FaultReport::toText).orElse(passedOver(next.fault(), clock)));
            next = plan.next();
        }
        Duration rest = end.minus(clock.now());
        TimeUnit.NANOSECONDS.sleep(rest.toNanos());
        return faults;
    }

    private static String passedOver(Fault fault, Clock clock) {
        return "%s  %-18s  passed over, since the monitor to hit has no work".formatted(Clock.text(clock.now()), fault);
    }

    /** Waits until all that was written is published, ends the monitors, and reads what they published last. */
    private static PublishedRecords readAll(MonitoredCluster cluster, Expected expected) throws InterruptedException {
        PublishedRecords published = new PublishedRecords(cluster.within(), cluster.registry());
        try {
            Waiting.until("all rows are published", LAST_WINDOWS, POLL, () -> {
                cluster.checkAlive();
                published.readOn();
                return published.accountsFor(expected);
            });
        } catch (WaitedInVainException e) {
            // What is missing counts as lost.
        }
        for (MonitorProcess monitor : cluster.alive()) {
            cluster.stop(monitor);
        }
        published.readOn();
        return published;
    }
}
