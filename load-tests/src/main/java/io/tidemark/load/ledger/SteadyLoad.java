package io.tidemark.load.ledger;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.tidemark.load.FirstFailure;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.standalone.cluster.Cluster;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes planned rows in the background at a steady rate, whatever happens to brokers and monitors, and keeps a tally. The first row that can't be written is the last one. */
public final class SteadyLoad implements AutoCloseable {
    private static final long TICK_MS = 20;

    private final SchemaRegistry registry;
    private final String subject;
    private final LongFunction<PlannedRow> plan;
    private final int rowsPerSecond;
    private final RowEncoder encoder;
    private final Producer<byte[], byte[]> producer;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final FirstFailure failure = new FirstFailure();
    /** Touched by the one thread of the load only. */
    private final Expected.Tally tally = new Expected.Tally();

    private final AtomicLong written = new AtomicLong();

    private final ScheduledFuture<?> writing;

    private SteadyLoad(Cluster cluster, SchemaRegistry registry, LongFunction<PlannedRow> plan, int rowsPerSecond) {
        this.registry = registry;
        subject = cluster.topics().inferenceLogs().name() + "-value";
        this.plan = plan;
        this.rowsPerSecond = rowsPerSecond;
        encoder = new RowEncoder(cluster.topics(), registry);
        producer = cluster.producer(new ByteArraySerializer(), new ByteArraySerializer(), Map.of());
        long began = System.nanoTime();
        writing = thread.scheduleAtFixedRate(() -> writeDue(began), 0, TICK_MS, MILLISECONDS);
    }

    /** Begins to write what the plan has for each number from 0 on. */
    public static SteadyLoad start(
            Cluster cluster, SchemaRegistry registry, LongFunction<PlannedRow> plan, int rowsPerSecond) {
        return new SteadyLoad(cluster, registry, plan, rowsPerSecond);
    }

    private void writeDue(long began) {
        long due = Duration.ofNanos(System.nanoTime() - began).toMillis() * rowsPerSecond / 1_000;
        while (written.get() < due && !failure.isKept()) {
            write();
        }
    }

    private void write() {
        PlannedRow row = plan.apply(written.get());
        var _ = producer.send(encoder.record(row), failure);
        tally.add(row);
        written.incrementAndGet();
    }

    /** @throws IllegalStateException if a row could not be written */
    public void check() {
        if (writing.state() == Future.State.FAILED) {
            throw new IllegalStateException(
                    "the load has stopped, since a row could not be written", writing.exceptionNow());
        }
        failure.check();
    }

    /** Rows handed to the producer so far. */
    public long written() {
        return written.get();
    }

    /**
     * From now on events are of a schema that no monitor has seen.
     *
     * @param release a number that has not been used before
     */
    public void useLaterSchema(int release) {
        encoder.useLaterSchema(registry.register(subject, RowEncoder.laterSchema(release)));
    }

    /**
     * Writes on to the end of a window, and stops.
     *
     * @throws IllegalStateException if a row could not be written
     */
    public Expected finish() throws InterruptedException, ExecutionException {
        check();
        writing.cancel(false);
        Expected expected = thread.submit(() -> {
                    do {
                        write();
                    } while (written.get() % RowPlan.ROWS_PER_WINDOW != 0);
                    producer.flush();
                    return tally.total(RowPlan.drifts(written.get()));
                })
                .get();
        check();
        return expected;
    }

    @Override
    public void close() {
        thread.shutdownNow();
        // What counts has been flushed; brokers may be away.
        producer.close(Duration.ZERO);
    }
}
