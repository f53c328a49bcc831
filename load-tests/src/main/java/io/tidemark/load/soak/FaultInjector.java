package io.tidemark.load.soak;

import io.tidemark.load.WaitedInVainException;
import io.tidemark.load.Waiting;
import io.tidemark.load.ledger.SteadyLoad;
import io.tidemark.load.process.GroupWork;
import io.tidemark.load.process.MonitorProcess;
import io.tidemark.load.process.MonitoredCluster;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;

/**
 * Has faults strike, one after the other, and waits until the lag is back. What hits a monitor hits it while it owns partitions with records that it has
 * not committed. The steady monitor is never ended, so that a leak can grow in it; the other one is, again and again.
 */
final class FaultInjector {
    static final String STEADY = "monitor-1";
    static final String OTHER = "monitor-2";

    private static final Duration WORK_COMES = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);

    private final MonitoredCluster cluster;
    private final GroupWork work;
    private final SteadyLoad load;
    private final SoakSettings settings;
    private final Clock clock;
    private int schemas;

    FaultInjector(MonitoredCluster cluster, GroupWork work, SteadyLoad load, SoakSettings settings, Clock clock) {
        this.cluster = cluster;
        this.work = work;
        this.load = load;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Has one strike.
     *
     * @return empty where the monitor to hit had no work for half a minute, as one that has lost its disk may: then it is left in peace
     */
    Optional<FaultReport> strike(PlannedFault planned) throws InterruptedException, IOException {
        return switch (planned.fault()) {
            case KILL, LOST_DISK, TERMINATE -> end(planned);
            case FREEZE -> freeze(planned);
            case BROKER -> {
                Duration at = clock.now();
                long lag = work.lag().orElse(0);
                cluster.broker().kill();
                sleep(planned.lasting());
                cluster.broker().startAgain();
                yield Optional.of(report(planned, Optional.empty(), at, lag));
            }
            case REGISTRY -> {
                Duration at = clock.now();
                long lag = work.lag().orElse(0);
                cluster.registryServer().stop();
                // Who knows all schemas would not miss it.
                load.useLaterSchema(++schemas);
                sleep(planned.lasting());
                cluster.registryServer().startAgain();
                yield Optional.of(report(planned, Optional.empty(), at, lag));
            }
        };
    }

    private Optional<FaultReport> end(PlannedFault planned) throws InterruptedException, IOException {
        MonitorProcess victim = alive(OTHER);
        Map<TopicPartition, Long> left = freezeAtWork(victim);
        if (left.isEmpty()) {
            return Optional.empty();
        }
        Duration at = clock.now();
        long lag = work.lag(left).orElse(0);
        if (planned.fault() == Fault.TERMINATE) {
            victim.process().thaw();
            cluster.stop(victim);
        } else {
            cluster.kill(victim);
        }
        if (planned.fault() == Fault.LOST_DISK) {
            cluster.loseDisk(OTHER);
        }
        sleep(planned.lasting());
        cluster.startMonitor(OTHER);
        return Optional.of(report(planned, Optional.of(OTHER), at, lag));
    }

    private Optional<FaultReport> freeze(PlannedFault planned) throws InterruptedException {
        MonitorProcess victim = alive(planned.hitsSteady() ? STEADY : OTHER);
        Map<TopicPartition, Long> left = freezeAtWork(victim);
        if (left.isEmpty()) {
            return Optional.empty();
        }
        Duration at = clock.now();
        long lag = work.lag(left).orElse(0);
        sleep(planned.lasting());
        victim.process().thaw();
        return Optional.of(report(planned, Optional.of(victim.name()), at, lag));
    }

    private MonitorProcess alive(String name) {
        return cluster.alive().stream()
                .filter(monitor -> monitor.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + name + " is running"));
    }

    /** Empty where it had no work in all the time. */
    private Map<TopicPartition, Long> freezeAtWork(MonitorProcess victim) throws InterruptedException {
        Map<TopicPartition, Long> left = new HashMap<>();
        try {
            Waiting.until(victim.name() + " is at work", WORK_COMES, POLL, () -> {
                cluster.checkAlive();
                left.putAll(work.freezeIfAtWork(victim));
                return !left.isEmpty();
            });
        } catch (WaitedInVainException e) {
            return Map.of();
        }
        return left;
    }

    /** Waits, once the fault is over, until the lag is back, and until both monitors are at work again, since one that only starts survives no further fault. */
    private FaultReport report(PlannedFault planned, Optional<String> monitor, Duration at, long lag)
            throws InterruptedException {
        Map<TopicPartition, Long> written = new HashMap<>();
        Duration longest = settings.lagBackWithin().minus(clock.now().minus(at));
        try {
            Waiting.until("the lag is back", longest, POLL, () -> {
                cluster.checkAlive();
                if (written.isEmpty()) {
                    written.putAll(work.ends());
                }
                return !written.isEmpty() && work.isDone(written) && settings.isInPeace(work.lag());
            });
            Duration back = clock.now().minus(at);
            Waiting.until("both monitors have work", longest, POLL, () -> {
                cluster.checkAlive();
                return work.owners() == 2;
            });
            return new FaultReport(planned.fault(), monitor, at, lag, Optional.of(back));
        } catch (WaitedInVainException e) {
            return new FaultReport(planned.fault(), monitor, at, lag, Optional.empty());
        }
    }

    private static void sleep(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }
}
