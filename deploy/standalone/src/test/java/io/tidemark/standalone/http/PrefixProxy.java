package io.tidemark.standalone.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A reverse proxy that serves a monitor under a path of its own, as people put one before it, and that breaks as networks do: it can be down, hang
 * with all connections open, and lose who asks.
 */
final class PrefixProxy implements AutoCloseable {
    private static final String PREFIX = "/tidemark";
    /** Of one connection, not to be passed on. */
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "keep-alive", "transfer-encoding", "content-length", "host", "upgrade", ":status");

    private final String target;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition goesOn = lock.newCondition();
    private boolean hangs;
    private volatile Optional<String> credentials = Optional.empty();
    private HttpServer server;

    /** @param target address of the monitor */
    PrefixProxy(String target) throws IOException {
        this.target = target;
        this.server = listen(0);
    }

    /** Where the monitor is seen, without a slash in the end. */
    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + PREFIX;
    }

    private HttpServer listen(int port) throws IOException {
        HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        started.setExecutor(executor);
        started.createContext("/", this::answer);
        started.start();
        return started;
    }

    /** Ends all connections, and takes no new ones. */
    void stop() {
        server.stop(0);
    }

    /** Listens again where it did. */
    void restart() throws IOException {
        server = listen(server.getAddress().getPort());
    }

    /** From now on nothing comes through, and no connection ends: a network that is gone. */
    void hang() {
        setHangs(true);
    }

    void goOn() {
        setHangs(false);
    }

    private void setHangs(boolean does) {
        lock.lock();
        try {
            hangs = does;
            goesOn.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** From now on everybody is somebody else for the monitor. */
    void impersonate(String name, String password) {
        String token = Base64.getEncoder().encodeToString((name + ":" + password).getBytes(UTF_8));
        credentials = Optional.of("Basic " + token);
    }

    void impersonateNobody() {
        credentials = Optional.empty();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            awaitNetwork();
            String asked = exchange.getRequestURI().toString();
            if (asked.startsWith(PREFIX + "/")) {
                pass(exchange, asked.substring(PREFIX.length()));
            } else {
                // Of others, of whom a browser asks an icon by itself.
                exchange.sendResponseHeaders(asked.equals("/favicon.ico") ? 204 : 404, -1);
            }
        }
    }

    private void pass(HttpExchange exchange, String path) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(target + path));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        credentials.ifPresent(value -> request.setHeader("Authorization", value));
        HttpResponse<InputStream> response = send(request.build());
        response.headers().map().forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        try (InputStream body = response.body()) {
            boolean isEmpty = response.statusCode() == 304;
            exchange.sendResponseHeaders(response.statusCode(), isEmpty ? -1 : 0);
            if (!isEmpty) {
                stream(body, exchange.getResponseBody());
            }
        }
    }

    private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
        try {
            return client.send(request, BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Each piece as it comes: events wait for nothing. */
    private void stream(InputStream from, OutputStream to) throws IOException {
        byte[] piece = new byte[8_192];
        for (int length = from.read(piece); length >= 0; length = from.read(piece)) {
            awaitNetwork();
            to.write(piece, 0, length);
            to.flush();
        }
    }

    private void awaitNetwork() {
        lock.lock();
        try {
            while (hangs) {
                goesOn.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        goOn();
        stop();
        client.shutdownNow();
        executor.shutdownNow();
    }
}
