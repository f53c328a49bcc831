package io.tidemark.stream.http;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * What became of records, from Kafka's metrics where topologies and ingest put it, under the names of the documentation, such as
 * {@code tidemark_records_total}. Of the partitions that this process has. One thread at a time uses it.
 */
final class LedgerMeters {
    private static final String GROUP = "tidemark";
    private static final String TOTAL = "_total";

    private final Supplier<Stream<Metric>> metrics;
    private final MeterRegistry registry;
    private final Map<MetricName, Told> told = new HashMap<>();

    /** A metric, and what tells it: a partition that comes back has another metric of the same name. */
    private record Told(Metric metric, Meter meter) {}

    /** @param metrics all that there are now */
    LedgerMeters(Supplier<Stream<Metric>> metrics, MeterRegistry registry) {
        this.metrics = metrics;
        this.registry = registry;
    }

    /** Takes in what partitions have come, and lets go of those that have gone. */
    void refresh() {
        Map<MetricName, Metric> now = new HashMap<>();
        metrics.get()
                .filter(metric -> metric.metricName().group().equals(GROUP))
                .forEach(metric -> now.put(metric.metricName(), metric));
        told.entrySet().removeIf(known -> {
            boolean isGone = !known.getValue().metric().equals(now.get(known.getKey()));
            if (isGone) {
                registry.remove(known.getValue().meter());
            }
            return isGone;
        });
        now.forEach((name, metric) -> told.computeIfAbsent(name, _ -> new Told(metric, register(metric))));
    }

    private Meter register(Metric metric) {
        MetricName name = metric.metricName();
        Tags tags = Tags.empty();
        for (Map.Entry<String, String> tag : name.tags().entrySet()) {
            tags = tags.and(tag.getKey(), tag.getValue());
        }
        String plain = name.name().endsWith(TOTAL)
                ? name.name().substring(0, name.name().length() - TOTAL.length())
                : name.name();
        return FunctionCounter.builder(plain.replace('_', '.'), metric, LedgerMeters::value)
                .description(name.description())
                .tags(tags)
                .register(registry);
    }

    private static double value(Metric metric) {
        return metric.metricValue() instanceof Number number ? number.doubleValue() : Double.NaN;
    }
}
