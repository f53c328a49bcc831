package io.tidemark.stream.app;

import io.tidemark.http.server.Listen;
import io.tidemark.http.server.WebServer.PortTakenException;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.TopicCatalogue;
import io.tidemark.stream.config.HttpSettings;
import io.tidemark.stream.config.MonitorConfig;
import io.tidemark.stream.config.Role;
import io.tidemark.stream.http.ChangeFeed;
import io.tidemark.stream.http.HttpServer;
import io.tidemark.stream.http.api.Instance;
import io.tidemark.stream.ingest.IngestMetrics;
import io.tidemark.stream.view.GroupLags;
import io.tidemark.stream.view.ViewService;
import io.tidemark.stream.view.ViewSettings;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets people and programs look: reads what is published, and serves it. Nothing that it does reaches the streams. */
final class DashboardService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DashboardService.class);

    private final ViewService view;
    private final GroupLags lags;
    private final ChangeFeed changes;
    private final HttpServer server;

    private DashboardService(ViewService view, GroupLags lags, ChangeFeed changes, HttpServer server) {
        this.view = view;
        this.lags = lags;
        this.changes = changes;
        this.server = server;
    }

    /**
     * Starts to serve, where that is asked for.
     *
     * @return empty where it is not asked for, and where nobody asked and the port is taken
     * @throws StartException if the port that is asked for is taken
     */
    static Optional<DashboardService> start(
            MonitorConfig config, SchemaRegistry registry, Map<Role, KafkaStreams> streams, MonitorApp monitor) {
        return config.http().listen().flatMap(listen -> start(listen, config, registry, streams, monitor));
    }

    private static Optional<DashboardService> start(
            Listen listen,
            MonitorConfig config,
            SchemaRegistry registry,
            Map<Role, KafkaStreams> streams,
            MonitorApp monitor) {
        HttpSettings settings = config.http();
        InstantSource clock = InstantSource.system();
        TopicCatalogue topics = new TopicCatalogue(config.topicPrefix());
        Set<String> inputs =
                Set.of(topics.inferenceLogs().name(), topics.groundTruth().name());
        GroupLags lags = new GroupLags(
                Admin.create(ClusterCheck.adminSettings(config)),
                config.roles().stream().map(config::applicationId).toList(),
                (group, topic) -> inputs.contains(topic) || group.equals(config.applicationId(Role.INGEST)),
                clock);
        ChangeFeed changes = new ChangeFeed();
        MonitorConsumers consumers = new MonitorConsumers(config);
        ViewService view = ViewService.start(
                new ViewSettings(settings.viewBytes(), settings.viewHorizon()),
                topics,
                registry,
                () -> consumers.withoutGroup("tidemark-view"),
                clock,
                changes::accept);
        Map<String, KafkaStreams> byName = streams.entrySet().stream()
                .collect(Collectors.toMap(each -> each.getKey().key(), Map.Entry::getValue));
        try {
            HttpServer server = HttpServer.start(
                    listen,
                    settings.users(),
                    new HttpServer.Served(
                            view,
                            lags,
                            changes,
                            byName,
                            () -> monitor.ingestMetrics().stream().flatMap(IngestMetrics::all),
                            monitor::notifyMetrics,
                            instance(),
                            monitor,
                            clock));
            return Optional.of(new DashboardService(view, lags, changes, server));
        } catch (PortTakenException e) {
            close(view, lags, changes);
            if (!listen.isDefault()) {
                throw new StartException(
                        e.getMessage() + "; choose another with " + HttpSettings.LISTEN + " = host:port, or off", e);
            }
            LOG.warn(
                    "{}; the dashboard of this process is not served. Choose another port with {}",
                    e.getMessage(),
                    HttpSettings.LISTEN);
            return Optional.empty();
        } catch (RuntimeException e) {
            close(view, lags, changes);
            throw e;
        }
    }

    private static Instance instance() {
        String version = MonitorApp.class.getPackage().getImplementationVersion();
        return new Instance(
                ManagementFactory.getRuntimeMXBean().getName(),
                version == null ? "development" : version,
                Instant.now());
    }

    /** Where it is served. */
    String address() {
        return server.address();
    }

    private static void close(ViewService view, GroupLags lags, ChangeFeed changes) {
        changes.close();
        view.close();
        lags.close();
    }

    @Override
    public void close() {
        server.close();
        close(view, lags, changes);
    }
}
