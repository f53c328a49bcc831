package io.tidemark.load.soak;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.tidemark.load.process.DirectorySize;
import io.tidemark.load.process.GroupWork;
import io.tidemark.load.process.MonitorProcess;
import io.tidemark.load.process.MonitoredCluster;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;

/** Looks every few seconds at what the monitors take up. */
final class Sampler implements AutoCloseable {
    private static final long EVERY_SECONDS = 5;

    private final MonitoredCluster cluster;
    private final GroupWork work;
    private final Clock clock;
    private final List<Sample> samples = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("sampler").factory());

    private final ScheduledFuture<?> sampling;

    private Sampler(MonitoredCluster cluster, GroupWork work, Clock clock) {
        this.cluster = cluster;
        this.work = work;
        this.clock = clock;
        sampling = thread.scheduleAtFixedRate(this::sample, EVERY_SECONDS, EVERY_SECONDS, SECONDS);
    }

    static Sampler start(MonitoredCluster cluster, GroupWork work, Clock clock) {
        return new Sampler(cluster, work, clock);
    }

    /** @throws IllegalStateException if a look has failed, after which there are no more */
    void check() {
        if (sampling.state() == Future.State.FAILED) {
            throw new IllegalStateException("what the monitors take up can't be measured", sampling.exceptionNow());
        }
    }

    /**
     * Those so far.
     *
     * @throws IllegalStateException if a look has failed
     */
    List<Sample> samples() {
        check();
        return List.copyOf(samples);
    }

    private void sample() {
        OptionalLong lag = work.lag();
        for (MonitorProcess monitor : cluster.alive()) {
            try {
                samples.add(new Sample(
                        clock.now(),
                        monitor.name(),
                        ResidentMemory.of(monitor.process().pid()),
                        monitor.liveHeapBytes(),
                        DirectorySize.of(monitor.stateDir()),
                        lag));
                // The answer is there by the next look.
                monitor.askForHeap();
            } catch (UncheckedIOException e) {
                // A fault has just ended it, and the next look is at the one that comes after.
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
