package io.tidemark.retrain.worker;

import io.tidemark.http.server.Health;
import io.tidemark.retrain.job.BaselineMaker;
import io.tidemark.retrain.track.JobTracking;
import io.tidemark.retrain.track.JobTracking.Source;
import io.tidemark.retrain.track.SinkMetrics;
import io.tidemark.retrain.train.NativeCode;
import io.tidemark.schemas.registry.RegistryUnavailableException;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Part;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers drift with better models: start, await, close. Start it on several machines to share the models.
 *
 * <p>It goes on through outages of brokers and registry. It ends by itself only where going on is of no use: rights or settings are wrong, or
 * the memory is used up. What it leaves behind at any point another worker takes up: decision 0012.
 */
public final class RetrainWorker implements Health, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RetrainWorker.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    private static final Duration CLOSE = Duration.ofSeconds(30);

    private final WorkerConfig config;
    private final SchemaRegistry registry;
    private final WorkerMeters meters;
    private final SessionFactory sessions;
    private final JobTracking tracking;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean ready;
    private volatile boolean started;
    private volatile @Nullable Throwable fault;

    private RetrainWorker(WorkerConfig config, SchemaRegistry registry, BaselineMaker baselines) {
        this.config = config;
        this.registry = registry;
        InstantSource clock = InstantSource.system();
        WorkerStatus status = new WorkerStatus();
        meters = new WorkerMeters(status, this::isReady, clock);
        sessions = new SessionFactory(config, registry, baselines, clock, status, meters.registry());
        tracking = JobTracking.start(
                config.tracking(),
                new Source(config.topics(), config.bootstrapServers(), ProgramVersion.text()),
                registry,
                new FollowingConsumers(config, meters.registry()),
                clock);
        TrackingMeters.register(tracking.metrics(), meters.registry());
        thread = Thread.ofPlatform().name("tidemark-retrain").unstarted(this::run);
    }

    /**
     * Starts a worker.
     *
     * @param baselines makes the baselines of new versions
     * @throws ConfigException if the registry's settings are wrong
     */
    public static RetrainWorker start(WorkerConfig config, BaselineMaker baselines) {
        SchemaRegistry registry;
        try {
            registry = SchemaRegistry.connect(config.registry());
        } catch (IllegalArgumentException e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
        RetrainWorker worker = new RetrainWorker(config, registry, baselines);
        worker.thread.start();
        return worker;
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        try {
            NativeCode.load();
            while (!isStopped()) {
                try (WorkerSession session = sessions.open()) {
                    LOG.info("Retrain worker {} in group {}", config.name(), config.group());
                    while (!isStopped()) {
                        step(session);
                        ready = true;
                        started = true;
                        pause = FIRST_PAUSE;
                    }
                } catch (AuthenticationException | AuthorizationException | ConfigException e) {
                    throw e;
                } catch (InterruptException e) {
                    break;
                } catch (KafkaException e) {
                    LOG.warn("Begins anew in {}, from what the topics say: {}", pause, e.toString(), e);
                    await(pause);
                    pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
                }
                ready = false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.error("The retrain worker ends", e);
            fault = e;
        } finally {
            ready = false;
            tracking.close();
            registry.close();
            meters.close();
            ended.countDown();
        }
    }

    /** A registry that does not answer costs neither the membership nor a job that is under way. */
    private void step(WorkerSession session) throws InterruptedException {
        try {
            session.step();
        } catch (RegistryUnavailableException e) {
            LOG.warn("Waits for the schema registry: {}", e.getMessage());
            await(FIRST_PAUSE);
        }
    }

    private void await(Duration pause) throws InterruptedException {
        var stopped = stop.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        if (stopped) {
            LOG.debug("Stopped while waiting");
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private boolean isStopped() {
        return stop.getCount() == 0;
    }

    @Override
    public boolean isAlive() {
        return ended.getCount() > 0;
    }

    /** Whether it has read what the topics say, and does what is due. */
    @Override
    public boolean isReady() {
        return ready && !isStopped();
    }

    @Override
    public boolean hasStarted() {
        return started;
    }

    @Override
    public Map<String, String> states() {
        return Map.of(Part.WORKER.key(), isReady() ? "RUNNING" : isAlive() ? "STARTING" : "ENDED");
    }

    /** All that is told of it, in Prometheus' text format. */
    String scrape() {
        return meters.scrape();
    }

    /** What telling tracking servers of jobs came to, by their names. */
    public Map<String, SinkMetrics> trackingMetrics() {
        return tracking.metrics();
    }

    /** Waits until it ends; answers the fault that ended it, if one did. */
    public Optional<Throwable> await() throws InterruptedException {
        ended.await();
        return Optional.ofNullable(fault);
    }

    /** Stops: leaves the group at once. A job that is under way is left to another worker, or to this one when it starts again. */
    @Override
    public void close() {
        stop.countDown();
        try {
            if (!ended.await(CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("Did not end within {}", CLOSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
