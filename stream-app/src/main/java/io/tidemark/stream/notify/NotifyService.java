package io.tidemark.stream.notify;

import io.tidemark.http.client.Backoff;
import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.reader.FollowerThreads;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.schemas.topic.TopicCatalogue;
import io.tidemark.stream.follow.SpecFollower;
import io.tidemark.stream.notify.ChannelFactory.OpenChannel;
import io.tidemark.stream.notify.ChannelWorker.WorkerParts;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator's channels of drift events, in the background: a thread and a consumer group for each channel, so that one which hangs
 * holds up no other, and a thread for the routes. Nothing that happens here reaches the monitor.
 */
public final class NotifyService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NotifyService.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);
    private static final Duration LONGEST_ASKED_FOR = Duration.ofHours(1);
    /** Of all threads together. */
    private static final Duration TO_END = Duration.ofSeconds(15);

    private final NotifyMetrics metrics;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final ExecutorService attempts = Executors.newVirtualThreadPerTaskExecutor();
    private final List<OpenChannel> open = new ArrayList<>();
    private final FollowerThreads threads = new FollowerThreads();

    private NotifyService(Channels channels) {
        this.metrics = new NotifyMetrics(channels);
    }

    /** @param dashboardUrl that messages link to; empty where they link to none */
    public static NotifyService start(
            Channels channels,
            Optional<String> dashboardUrl,
            TopicCatalogue topics,
            SchemaRegistry registry,
            NotifyClients clients,
            InstantSource clock) {
        NotifyService service = new NotifyService(channels);
        RouteTable routes = new RouteTable(channels, service.metrics);
        SpecFollower specs = new SpecFollower(
                "routes of notifications", topics.monitors(), registry, clients::withoutGroup, routes, service.stop);
        Topic<String, DriftEvent> events = topics.driftEvents();
        ChannelFactory factory = new ChannelFactory(new DashboardLinks(dashboardUrl), sourceOf(topics), clock);
        service.threads.add("tidemark-notify-routes", specs);
        for (ChannelSettings settings : channels.byName().values()) {
            OpenChannel channel = factory.open(settings);
            service.open.add(channel);
            Deserializer<DriftEvent> deserializer = events.valueSerde(registry).deserializer();
            WorkerParts parts = new WorkerParts(
                    clients,
                    specs,
                    routes,
                    value -> deserializer.deserialize(events.name(), value),
                    channel.channel(),
                    service.attempts,
                    new Backoff(
                            FIRST_RETRY,
                            LONGEST_RETRY,
                            LONGEST_ASKED_FOR,
                            () -> ThreadLocalRandom.current().nextDouble()),
                    clock);
            service.threads.add(
                    "tidemark-notify-" + settings.name(),
                    new ChannelWorker(
                            settings,
                            groupOf(topics, settings.name()),
                            events,
                            parts,
                            service.metrics.channel(settings.name()),
                            service.stop));
        }
        LOG.info(
                "Notifications go to {}; models without routes of their own are told to {}",
                channels.byName().keySet(),
                channels.defaults().isEmpty() ? "nobody" : channels.defaults());
        service.threads.start();
        return service;
    }

    /** The name of the monitor in messages: the prefix of its topics, without what parts it from their names. */
    private static String sourceOf(TopicCatalogue topics) {
        return topics.prefix().replaceAll("[^A-Za-z0-9]+$", "");
    }

    /** The consumer group of a channel. */
    public static String groupOf(TopicCatalogue topics, String channel) {
        return topics.prefix() + "notify." + channel;
    }

    public NotifyMetrics metrics() {
        return metrics;
    }

    /** Ends in good order: what is being sent has a little time to arrive, the rest is sent by whoever comes next. */
    @Override
    public void close() {
        stop.countDown();
        threads.awaitEnd(TO_END);
        attempts.shutdownNow();
        open.forEach(channel -> channel.close().run());
    }
}
