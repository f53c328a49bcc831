package io.tidemark.stream.http;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.stream.notify.ChannelMetrics;
import io.tidemark.stream.notify.NotifyMetrics;
import java.util.function.ToDoubleFunction;

/** What became of notifications, by channel, since the process began. */
final class NotifyMeters {
    private static final String MESSAGES = "tidemark.notify.messages";
    private static final String EVENTS = "tidemark.notify.events";

    private final MeterRegistry registry;

    private NotifyMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    static void register(NotifyMetrics metrics, MeterRegistry registry) {
        NotifyMeters meters = new NotifyMeters(registry);
        metrics.channels().forEach(meters::register);
        var _ = FunctionCounter.builder("tidemark.notify.unknown.channels", metrics, NotifyMetrics::unknownChannels)
                .description("Routes of specs, as they were read, to channels that this process does not have")
                .register(registry);
    }

    private void register(String channel, ChannelMetrics metrics) {
        count(MESSAGES, "Messages, and attempts that failed", channel, "delivered", metrics, ChannelMetrics::delivered);
        count(MESSAGES, "Messages, and attempts that failed", channel, "retried", metrics, ChannelMetrics::retried);
        count(MESSAGES, "Messages, and attempts that failed", channel, "refused", metrics, NotifyMeters::refused);
        count(EVENTS, "Drift events", channel, "delivered", metrics, ChannelMetrics::deliveredEvents);
        count(EVENTS, "Drift events", channel, "merged", metrics, ChannelMetrics::merged);
        count(EVENTS, "Drift events", channel, "expired", metrics, ChannelMetrics::expired);
        count(EVENTS, "Drift events", channel, "unreadable", metrics, ChannelMetrics::unreadable);
        gauge(
                "tidemark.notify.waiting",
                "Drift events that are read and not delivered",
                channel,
                metrics,
                ChannelMetrics::waiting);
        gauge(
                "tidemark.notify.failing",
                "Whether the last attempt failed",
                channel,
                metrics,
                each -> each.isFailing() ? 1 : 0);
    }

    private static double refused(ChannelMetrics metrics) {
        return metrics.refused().values().stream().mapToLong(Long::longValue).sum();
    }

    private void count(
            String name,
            String description,
            String channel,
            String outcome,
            ChannelMetrics metrics,
            ToDoubleFunction<ChannelMetrics> value) {
        var _ = FunctionCounter.builder(name, metrics, value)
                .description(description + ", by what became of them")
                .tags("channel", channel, "outcome", outcome)
                .register(registry);
    }

    private void gauge(
            String name,
            String description,
            String channel,
            ChannelMetrics metrics,
            ToDoubleFunction<ChannelMetrics> value) {
        var _ = Gauge.builder(name, metrics, value)
                .description(description)
                .tags("channel", channel)
                .register(registry);
    }
}
