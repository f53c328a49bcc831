package io.tidemark.stream.app;

import static org.apache.kafka.streams.CloseOptions.GroupMembershipOperation.LEAVE_GROUP;

import io.tidemark.schemas.registry.RegistryUnavailableException;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.TopicCatalogue;
import io.tidemark.stream.config.MonitorConfig;
import io.tidemark.stream.topology.MonitorTopology;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the monitor: start, await, close.
 *
 * <p>A fault that passes (a broker or the registry does not answer) replaces the stream thread and the work goes on from
 * the last commit. Any other fault ends the application with its cause, because going on would skip records.
 */
public final class MonitorApp implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MonitorApp.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(30);
    private static final Duration BEFORE_REPLACEMENT = Duration.ofSeconds(1);

    private final SchemaRegistry registry;
    private final KafkaStreams streams;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private MonitorApp(SchemaRegistry registry, KafkaStreams streams) {
        this.registry = registry;
        this.streams = streams;
    }

    /**
     * Checks cluster and registry, and starts.
     *
     * @throws StartException if brokers, topics or registry are not there
     */
    public static MonitorApp start(MonitorConfig config) {
        SchemaRegistry registry = connect(config);
        try {
            int partitions = ClusterCheck.inputPartitions(config);
            LagAwareClients clients = new LagAwareClients();
            String logs =
                    new TopicCatalogue(config.topicPrefix()).inferenceLogs().name();
            KafkaStreams streams = new KafkaStreams(
                    MonitorTopology.build(config, registry, partitions, clients.lagOf(logs)),
                    config.streamsProperties(),
                    clients);
            MonitorApp app = new MonitorApp(registry, streams);
            app.start();
            return app;
        } catch (RuntimeException e) {
            registry.close();
            throw e;
        }
    }

    private static SchemaRegistry connect(MonitorConfig config) {
        SchemaRegistry registry;
        try {
            registry = SchemaRegistry.connect(config.registry());
        } catch (IllegalArgumentException e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
        try {
            registry.check();
            return registry;
        } catch (RegistryUnavailableException e) {
            registry.close();
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    private void start() {
        streams.setUncaughtExceptionHandler(this::onFault);
        streams.setStateListener((now, before) -> {
            LOG.info("Monitor is {} (was {})", now, before);
            if (now == State.ERROR) {
                // Not every way into this state passes the handler: the thread that reads specs and baselines has none.
                failure.compareAndSet(null, new IllegalStateException("Kafka Streams gave up; the log says why"));
            }
            if (now == State.NOT_RUNNING || now == State.ERROR) {
                ended.countDown();
            }
        });
        streams.start();
    }

    private StreamThreadExceptionResponse onFault(Throwable fault) {
        if (passes(fault)) {
            LOG.warn("A stream thread stopped and is replaced: {}", fault.toString());
            LockSupport.parkNanos(BEFORE_REPLACEMENT.toNanos());
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        LOG.error("The monitor can't go on", fault);
        failure.compareAndSet(null, fault);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    /** Whether the same work may succeed when it is tried again. */
    static boolean passes(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof RegistryUnavailableException || cause instanceof RetriableException) {
                return true;
            }
        }
        return false;
    }

    /** Whether it has its partitions and their state. */
    public boolean isReady() {
        return streams.state() == State.RUNNING;
    }

    /** Kafka Streams' own view, for metrics and tests. */
    public KafkaStreams streams() {
        return streams;
    }

    /** Waits until the monitor ends; answers the fault that ended it, if one did. */
    public Optional<Throwable> await() throws InterruptedException {
        ended.await();
        return Optional.ofNullable(failure.get());
    }

    /** Stops in good order: commits, closes state and leaves the group, so that others take over without waiting. */
    @Override
    public void close() {
        boolean inTime = streams.close(CloseOptions.timeout(CLOSE_PATIENCE).withGroupMembershipOperation(LEAVE_GROUP));
        if (!inTime) {
            LOG.warn("The monitor did not stop within {}; its state is restored from the changelogs", CLOSE_PATIENCE);
        }
        registry.close();
        ended.countDown();
    }
}
