package io.tidemark.stream.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.tidemark.http.server.Health;
import io.tidemark.http.server.JsonAnswer;
import io.tidemark.http.server.Listen;
import io.tidemark.http.server.WebServer;
import io.tidemark.http.server.WebServer.PortTakenException;
import io.tidemark.stream.http.api.Api;
import io.tidemark.stream.http.api.ApiDocument;
import io.tidemark.stream.http.api.ApiException;
import io.tidemark.stream.http.api.Instance;
import io.tidemark.stream.notify.NotifyMetrics;
import io.tidemark.stream.view.GroupLags;
import io.tidemark.stream.view.ViewService;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves dashboard, API, health and metrics. Nothing can be changed through it: it answers GET, and what it shows has been published. A failure of it
 * is its own; the monitor goes on.
 */
public final class HttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final String CHANGES = Api.ROOT + "/changes";

    private final ChangeFeed changes;
    private final Meters meters;
    private final WebServer server;

    private HttpServer(ChangeFeed changes, Meters meters, WebServer server) {
        this.changes = changes;
        this.meters = meters;
        this.server = server;
    }

    /**
     * What is served.
     *
     * @param changes is told what changes in the view
     * @param streams the applications of this process, by the names of their roles
     * @param ingested the ledgers of source topics, as metrics
     * @param notifications what became of them; empty while none are sent
     */
    public record Served(
            ViewService view,
            GroupLags lags,
            ChangeFeed changes,
            Map<String, KafkaStreams> streams,
            Supplier<Stream<Metric>> ingested,
            Supplier<Optional<NotifyMetrics>> notifications,
            Instance instance,
            Health health,
            InstantSource clock) {}

    /**
     * Starts to serve.
     *
     * @param users who may look; empty where nobody is asked
     * @throws PortTakenException if the port is taken
     * @throws org.apache.kafka.common.config.ConfigException if the file of users is wrong
     */
    public static HttpServer start(Listen listen, Optional<Path> users, Served served) {
        Meters meters = new Meters(
                served.view().view(), served.streams(), served.ingested(), served.health(), served.notifications());
        try {
            WebServer server = WebServer.start(
                    listen, users, served.health(), meters::scrape, config -> configure(config, served));
            LOG.info("Dashboard, API, health and metrics are at {}", server.address());
            return new HttpServer(served.changes(), meters, server);
        } catch (RuntimeException e) {
            meters.close();
            throw e;
        }
    }

    private static void configure(JavalinConfig config, Served served) {
        new Api(served.view(), served.lags(), served.instance(), served.health(), served.clock()).addTo(config.routes);
        config.routes.before(CHANGES, HttpServer::expectFollower);
        config.routes.sse(CHANGES, served.changes()::open);
        String document = ApiDocument.read().toPrettyString();
        config.routes.get(
                "/openapi.json",
                context ->
                        context.contentType("application/json; charset=utf-8").result(document));
        Dashboard.addTo(config);
        config.routes.exception(
                ApiException.class,
                (e, context) -> JsonAnswer.error(context, e.status(), e.code(), String.valueOf(e.getMessage())));
        config.routes.exception(KafkaException.class, HttpServer::notNow);
    }

    /** Whoever does not ask for a stream would be told nothing. */
    private static void expectFollower(Context context) {
        String accepted = context.header("Accept");
        if (accepted == null || !accepted.contains("text/event-stream")) {
            JsonAnswer.error(
                    context,
                    HttpStatus.NOT_ACCEPTABLE.getCode(),
                    "not-acceptable",
                    "changes are told as server-sent events; ask with the header Accept: text/event-stream");
            context.skipRemainingHandlers();
        }
    }

    private static void notNow(KafkaException e, Context context) {
        JsonAnswer.error(
                context,
                HttpStatus.SERVICE_UNAVAILABLE.getCode(),
                "kafka",
                "Kafka or the schema registry does not answer: " + e.getMessage() + "; try again");
    }

    /** Where it is, with the port that was free where any was asked for. */
    public String address() {
        return server.address();
    }

    @Override
    public void close() {
        changes.close();
        server.close();
        meters.close();
    }
}
