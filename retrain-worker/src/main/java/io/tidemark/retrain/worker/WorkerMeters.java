package io.tidemark.retrain.worker;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tidemark.http.server.ProcessMeters;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/** All that Prometheus is told of a worker: of jobs, of what it is at, of its Kafka clients, and of the Java process. */
final class WorkerMeters implements AutoCloseable {
    private static final double MILLIS = 1e3;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ProcessMeters process = new ProcessMeters(registry);
    private final WorkerStatus status;
    /** Here, since the registry holds what it asks by weak references only. */
    private final BooleanSupplier isReady;

    private final InstantSource clock;
    private final MultiGauge jobs;
    private final MultiGauge running;

    WorkerMeters(WorkerStatus status, BooleanSupplier isReady, InstantSource clock) {
        this.status = status;
        this.isReady = isReady;
        this.clock = clock;
        this.jobs = MultiGauge.builder("tidemark.retrain.jobs")
                .description("Retrain jobs that are known, by model and state")
                .register(registry);
        this.running = MultiGauge.builder("tidemark.retrain.running.seconds")
                .description("How long this worker has been at the attempt that it is at, by model")
                .register(registry);
        // tidemark_ready is the monitors'.
        Gauge.builder("tidemark.worker.ready", this, meters -> meters.isReady.getAsBoolean() ? 1 : 0)
                .description("Whether this worker has read what the topics say, and does what is due")
                .register(registry);
    }

    /** Where others add what they have. */
    MeterRegistry registry() {
        return registry;
    }

    /** In Prometheus' text format, version 0.0.4. */
    synchronized String scrape() {
        jobs.register(
                status.jobs().entrySet().stream()
                        .<Row<?>>map(count -> Row.of(
                                Tags.of(
                                        "model",
                                        count.getKey().model(),
                                        "state",
                                        count.getKey().state().name().toLowerCase(Locale.ROOT)),
                                count.getValue()))
                        .toList(),
                true);
        List<Row<?>> now = status.running().stream()
                .<Row<?>>map(job -> Row.of(
                        Tags.of("model", job.model()),
                        Duration.between(job.since(), clock.instant()).toMillis() / MILLIS))
                .toList();
        running.register(now, true);
        return registry.scrape();
    }

    @Override
    public void close() {
        process.close();
        registry.close();
    }
}
