package io.tidemark.stream.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.util.JavalinBindException;
import io.tidemark.stream.config.HttpSettings.Listen;
import io.tidemark.stream.http.api.Api;
import io.tidemark.stream.http.api.ApiDocument;
import io.tidemark.stream.http.api.ApiException;
import io.tidemark.stream.http.api.Health;
import io.tidemark.stream.http.api.Instance;
import io.tidemark.stream.notify.NotifyMetrics;
import io.tidemark.stream.view.GroupLags;
import io.tidemark.stream.view.ViewService;
import java.io.Serial;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.streams.KafkaStreams;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves dashboard, API, health and metrics. Nothing can be changed through it: it answers GET, and what it shows has been published. A failure of it
 * is its own; the monitor goes on.
 */
public final class HttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final int THREADS = 24;
    private static final int IDLE_THREADS = 4;
    private static final int IDLE_MS = 60_000;
    /** A question has no body. */
    private static final long MOST_REQUEST_BYTES = 10_000;

    private static final String METRICS = "/metrics";
    private static final String CHANGES = Api.ROOT + "/changes";
    /** All is from here, nothing is inline, nobody may frame it. */
    private static final String CONTENT_SECURITY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Listen listen;
    private final AccessControl access;
    private final Health health;
    private final Api api;
    private final Meters meters;
    private final ChangeFeed changes;
    private final Javalin server;

    private HttpServer(Listen listen, AccessControl access, Served served) {
        this.listen = listen;
        this.access = access;
        this.health = served.health();
        this.api = new Api(served.view(), served.lags(), served.instance(), served.health(), served.clock());
        this.meters = new Meters(
                served.view().view(), served.streams(), served.ingested(), served.health(), served.notifications());
        this.changes = served.changes();
        this.server = Javalin.create(this::configure);
    }

    /** Somebody else has the port. */
    public static final class PortTakenException extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        PortTakenException(Listen listen, Throwable cause) {
            super(
                    "nothing can be served at " + listen + ", the port is taken or the address is of another machine",
                    cause);
        }
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
        HttpServer http = new HttpServer(listen, new AccessControl(users.map(Users::read)), served);
        try {
            http.server.start(listen.host(), listen.port());
        } catch (JavalinBindException e) {
            http.close();
            throw new PortTakenException(listen, e);
        }
        LOG.info("Dashboard, API, health and metrics are at {}", http.address());
        return http;
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.http.maxRequestSize = MOST_REQUEST_BYTES;
        config.http.prefer405over404 = true;
        config.http.generateEtags = true;
        config.http.compressionStrategy = CompressionStrategy.GZIP;
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, IDLE_THREADS, IDLE_MS);
        threads.setName("tidemark-http");
        threads.setDaemon(true);
        config.jetty.threadPool = threads;
        config.jetty.modifyHttpConfiguration(HttpServer::tellNothingOfItself);
        config.routes.before(this::admit);
        new HealthRoutes(health).addTo(config.routes);
        api.addTo(config.routes);
        config.routes.before(CHANGES, HttpServer::expectFollower);
        config.routes.sse(CHANGES, changes::open);
        config.routes.get(
                METRICS,
                context -> context.contentType("text/plain; version=0.0.4; charset=utf-8")
                        .result(meters.scrape()));
        String document = ApiDocument.read().toPrettyString();
        config.routes.get(
                "/openapi.json",
                context ->
                        context.contentType("application/json; charset=utf-8").result(document));
        Dashboard.addTo(config);
        config.routes.exception(
                ApiException.class,
                (e, context) -> Errors.write(context, e.status(), e.code(), String.valueOf(e.getMessage())));
        config.routes.exception(
                HttpResponseException.class,
                (e, context) ->
                        Errors.write(context, e.getStatus(), "http-" + e.getStatus(), String.valueOf(e.getMessage())));
        config.routes.exception(KafkaException.class, HttpServer::notNow);
        config.routes.exception(Exception.class, HttpServer::failed);
    }

    private static void tellNothingOfItself(HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
    }

    private void admit(Context context) {
        context.header("Content-Security-Policy", CONTENT_SECURITY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Cache-Control", "no-store");
        if (!access.admits(context)) {
            context.skipRemainingHandlers();
        }
    }

    /** Whoever does not ask for a stream would be told nothing. */
    private static void expectFollower(Context context) {
        String accepted = context.header("Accept");
        if (accepted == null || !accepted.contains("text/event-stream")) {
            Errors.write(
                    context,
                    HttpStatus.NOT_ACCEPTABLE.getCode(),
                    "not-acceptable",
                    "changes are told as server-sent events; ask with the header Accept: text/event-stream");
            context.skipRemainingHandlers();
        }
    }

    private static void notNow(KafkaException e, Context context) {
        Errors.write(
                context,
                HttpStatus.SERVICE_UNAVAILABLE.getCode(),
                "kafka",
                "Kafka or the schema registry does not answer: " + e.getMessage() + "; try again");
    }

    private static void failed(Exception e, Context context) {
        LOG.warn("{} {} failed", context.method(), context.path(), e);
        Errors.write(
                context,
                HttpStatus.INTERNAL_SERVER_ERROR.getCode(),
                "internal",
                "this is a fault of Tidemark's; the log of the monitor says where");
    }

    /** Where it is, with the port that was free where any was asked for. */
    public String address() {
        return "http://" + new Listen(listen.host(), server.port(), listen.isLoopback(), listen.isDefault());
    }

    @Override
    public void close() {
        changes.close();
        server.stop();
        meters.close();
    }
}
