package io.tidemark.standalone.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Confluent's Schema Registry API over HTTP for clients outside this JVM, on loopback only.
 *
 * <p>It shows one scope of the in-memory registry; clients in this JVM that use {@code embedded:SCOPE} see the same
 * schemas with the same ids. Requests are bounded in size, run on virtual threads, and get JSON back whatever happens:
 * Confluent's error codes for what is wrong with the request, 50001 for a failure of ours, whose details go to the log.
 */
public final class EmbeddedRegistryServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRegistryServer.class);
    private static final String HOST = "127.0.0.1";
    private static final String CONFLUENT_JSON = "application/vnd.schemaregistry.v1+json";
    private static final String PLAIN_JSON = "application/json";
    private static final int MAX_REQUEST_BYTES = 1024 * 1024;

    private final ObjectMapper json = new ObjectMapper();
    private final RegistryApi api;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private EmbeddedRegistryServer(RegistryApi api, HttpServer server) {
        this.api = api;
        this.server = server;
    }

    /**
     * Starts serving the schemas of a scope.
     *
     * @param scope the name after {@code embedded:} in the registry address of clients in this JVM
     * @param port the port on loopback; 0 means any free one
     * @throws UncheckedIOException if the port can't be used
     */
    public static EmbeddedRegistryServer start(String scope, int port) {
        HttpServer http;
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral(HOST), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The schema registry can't listen on " + HOST + ":" + port + " (" + e.getMessage()
                            + "). Stop what listens there, or choose another port.",
                    e);
        }
        EmbeddedRegistryServer registry = new EmbeddedRegistryServer(new RegistryApi(SchemaStore.ofScope(scope)), http);
        http.createContext("/", registry::answer);
        http.setExecutor(registry.threads);
        http.start();
        return registry;
    }

    /** The address for {@code schema.registry.url}, e.g. {@code http://127.0.0.1:8081}. */
    public String url() {
        return "http://" + HOST + ":" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            int status = 200;
            JsonNode body;
            try {
                body = api.handle(read(exchange));
            } catch (RegistryException e) {
                status = e.httpStatus();
                body = error(e);
            } catch (RuntimeException e) {
                LOG.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), e);
                RegistryException failure = RegistryException.internal();
                status = failure.httpStatus();
                body = error(failure);
            }
            byte[] bytes = json.writeValueAsBytes(body);
            exchange.getResponseHeaders().set("Content-Type", contentType(exchange));
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.sendResponseHeaders(status, -1);
                return;
            }
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static JsonNode error(RegistryException e) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("error_code", e.errorCode())
                .put("message", e.text());
    }

    /** Confluent's own type, unless the client asks for plain JSON only. */
    private static String contentType(HttpExchange exchange) {
        List<String> accepted = exchange.getRequestHeaders().getOrDefault("Accept", List.of());
        String all = String.join(",", accepted);
        return all.contains(PLAIN_JSON) && !all.contains("schemaregistry") ? PLAIN_JSON : CONFLUENT_JSON;
    }

    private static RegistryApi.Request read(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MAX_REQUEST_BYTES + 1);
        if (body.length > MAX_REQUEST_BYTES) {
            throw RegistryException.tooLarge(MAX_REQUEST_BYTES);
        }
        URI uri = exchange.getRequestURI();
        try {
            return new RegistryApi.Request(
                    exchange.getRequestMethod(),
                    path(uri.getRawPath()),
                    query(uri.getRawQuery()),
                    new String(body, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw RegistryException.badRequest("The address is not percent-encoded correctly: " + e.getMessage());
        }
    }

    private static List<String> path(String rawPath) {
        List<String> segments = new ArrayList<>();
        for (String segment : rawPath.split("/", -1)) {
            if (!segment.isEmpty()) {
                // In a path, unlike in a query, a plus is a plus.
                segments.add(URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8));
            }
        }
        return segments;
    }

    private static Map<String, String> query(@Nullable String rawQuery) {
        Map<String, String> parameters = new HashMap<>();
        if (rawQuery != null) {
            for (String pair : rawQuery.split("&", -1)) {
                String[] parts = pair.split("=", 2);
                parameters.put(
                        URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                        parts.length == 2 ? URLDecoder.decode(parts[1], StandardCharsets.UTF_8) : "true");
            }
        }
        return parameters;
    }
}
