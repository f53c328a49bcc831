package io.tidemark.http.server;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.util.JavalinBindException;
import java.io.Serial;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.config.ConfigException;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves health and metrics of this process, and what else it adds. Nothing can be changed through it: it answers GET. A failure of it is its own. */
public final class WebServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    private static final int THREADS = 24;
    private static final int IDLE_THREADS = 4;
    private static final int IDLE_MS = 60_000;
    /** A question has no body. */
    private static final long MOST_REQUEST_BYTES = 10_000;

    private static final String METRICS = "/metrics";
    /** All is from here, nothing is inline, nobody may frame it. */
    private static final String CONTENT_SECURITY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Listen listen;
    private final AccessControl access;
    private final Javalin server;

    private WebServer(
            Listen listen,
            Optional<Path> users,
            Health health,
            Supplier<String> metrics,
            Consumer<JavalinConfig> more) {
        this.listen = listen;
        this.access = new AccessControl(users.map(Users::read));
        this.server = Javalin.create(config -> configure(config, health, metrics, more));
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
     * Starts to serve.
     *
     * @param users who may look; empty where nobody is asked
     * @param metrics all of them, in Prometheus' text format
     * @param more adds routes, and what they need
     * @throws PortTakenException if the port is taken
     * @throws ConfigException if the file of users is wrong
     */
    public static WebServer start(
            Listen listen,
            Optional<Path> users,
            Health health,
            Supplier<String> metrics,
            Consumer<JavalinConfig> more) {
        WebServer web = new WebServer(listen, users, health, metrics, more);
        try {
            web.server.start(listen.host(), listen.port());
        } catch (JavalinBindException e) {
            web.close();
            throw new PortTakenException(listen, e);
        }
        return web;
    }

    private void configure(
            JavalinConfig config, Health health, Supplier<String> metrics, Consumer<JavalinConfig> more) {
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
        config.jetty.modifyHttpConfiguration(WebServer::tellNothingOfItself);
        config.routes.before(this::admit);
        new HealthRoutes(health).addTo(config.routes);
        config.routes.get(
                METRICS,
                context -> context.contentType("text/plain; version=0.0.4; charset=utf-8")
                        .result(metrics.get()));
        config.routes.exception(
                HttpResponseException.class,
                (e, context) -> JsonAnswer.error(
                        context, e.getStatus(), "http-" + e.getStatus(), String.valueOf(e.getMessage())));
        config.routes.exception(Exception.class, WebServer::failed);
        more.accept(config);
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

    private static void failed(Exception e, Context context) {
        LOG.warn("{} failed", questionOf(context), e);
        JsonAnswer.error(
                context,
                HttpStatus.INTERNAL_SERVER_ERROR.getCode(),
                "internal",
                "this is a fault of Tidemark's; the log of the process says where");
    }

    /** Of a connection that is gone nothing can be told any more. As {@link JsonAnswer#error} it never throws. */
    private static String questionOf(Context context) {
        try {
            return context.method() + " " + context.path();
        } catch (RuntimeException e) {
            return "What was asked over a connection that is gone";
        }
    }

    /** Where it is, with the port that was free where any was asked for. */
    public String address() {
        return "http://" + new Listen(listen.host(), server.port(), listen.isLoopback(), listen.isDefault());
    }

    @Override
    public void close() {
        server.stop();
    }
}
