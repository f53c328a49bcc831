package io.tidemark.retrain.worker;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.retrain.track.SinkMetrics;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What telling tracking servers of jobs came to, by server, since the process began. */
final class TrackingMeters {
    private final MeterRegistry registry;

    private TrackingMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** @param servers by their names in the settings */
    static void register(Map<String, SinkMetrics> servers, MeterRegistry registry) {
        servers.forEach(new TrackingMeters(registry)::register);
    }

    private void register(String server, SinkMetrics metrics) {
        count(server, "delivered", metrics, SinkMetrics::delivered);
        count(server, "retried", metrics, SinkMetrics::retried);
        count(server, "given_up", metrics, TrackingMeters::givenUp);
        count(server, "unreadable", metrics, SinkMetrics::unreadable);
        var _ = Gauge.builder("tidemark.tracking.failing", metrics, each -> each.isFailing() ? 1 : 0)
                .description("Whether the last attempt to tell a tracking server failed, and another one follows")
                .tags("server", server)
                .register(registry);
    }

    private static double givenUp(SinkMetrics metrics) {
        return metrics.givenUp().values().stream().mapToLong(Long::longValue).sum();
    }

    private void count(String server, String outcome, SinkMetrics metrics, ToDoubleFunction<SinkMetrics> value) {
        var _ = FunctionCounter.builder("tidemark.tracking.messages", metrics, value)
                .description(
                        "Begins and ends of jobs for tracking servers, and attempts that failed, by what became of them")
                .tags("server", server, "outcome", outcome)
                .register(registry);
    }
}
