package io.tidemark.stream.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tidemark.http.server.Health;
import io.tidemark.http.server.ProcessMeters;
import io.tidemark.stream.notify.NotifyMetrics;
import io.tidemark.stream.view.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.Metric;
import org.apache.kafka.streams.KafkaStreams;

/** All that Prometheus is told: of models, of records, of Kafka Streams and its clients, and of the Java process. */
final class Meters implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final List<Runnable> closers = new ArrayList<>();
    private final MonitorMeters models;
    private final LedgerMeters ledger;
    private final Supplier<Optional<NotifyMetrics>> notifications;
    private boolean knowsNotifications;

    /**
     * @param streams the applications of this process, by the names of their roles
     * @param ingested the ledgers of source topics
     * @param notifications empty while none are sent
     */
    Meters(
            View view,
            Map<String, KafkaStreams> streams,
            Supplier<Stream<Metric>> ingested,
            Health health,
            Supplier<Optional<NotifyMetrics>> notifications) {
        this.notifications = notifications;
        registry.config().meterFilter(MonitorMeters.withoutTheLedgerTwice());
        this.models = new MonitorMeters(view, registry);
        this.ledger = new LedgerMeters(
                () -> Stream.concat(streams.values().stream().flatMap(Meters::metrics), ingested.get()), registry);
        Gauge.builder("tidemark.ready", health, each -> each.isReady() ? 1 : 0)
                .description("Whether this instance has its share of the work and the state that it needs")
                .register(registry);
        streams.forEach((role, each) -> {
            KafkaStreamsMetrics metrics = new KafkaStreamsMetrics(each, Tags.of("role", role));
            metrics.bindTo(registry);
            closers.add(metrics::close);
        });
        ProcessMeters process = new ProcessMeters(registry);
        closers.add(process::close);
    }

    private static Stream<Metric> metrics(KafkaStreams streams) {
        return streams.metrics().values().stream().map(metric -> metric);
    }

    /** In Prometheus' text format, version 0.0.4. */
    synchronized String scrape() {
        models.refresh();
        ledger.refresh();
        if (!knowsNotifications) {
            notifications.get().ifPresent(metrics -> {
                NotifyMeters.register(metrics, registry);
                knowsNotifications = true;
            });
        }
        return registry.scrape();
    }

    @Override
    public void close() {
        closers.forEach(Runnable::run);
        registry.close();
    }
}
