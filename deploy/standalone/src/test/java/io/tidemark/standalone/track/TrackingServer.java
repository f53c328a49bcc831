package io.tidemark.standalone.track;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes events of OpenLineage and runs of MLflow, once it has done with requests what it was told to do. */
final class TrackingServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RUN_ID = "tidemark.run_id";

    /** What is done with a request instead of taking it. */
    enum Fault {
        UNAVAILABLE,
        REFUSE,
        CLOSE,
        HANG
    }

    private final HttpServer server;
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger requests = new AtomicInteger();
    private final Queue<Fault> faults = new ArrayDeque<>();
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final Map<String, String> experiments = new TreeMap<>();
    /** By what MLflow calls them. */
    private final Map<String, ObjectNode> runs = new HashMap<>();

    private boolean isDown;

    TrackingServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::receive);
        server.start();
    }

    /** What it does with the next requests, in turn, before it takes them. */
    synchronized void failWith(Fault... inTurn) {
        faults.addAll(List.of(inTurn));
    }

    /** Whether it answers nothing but 503. */
    synchronized void setDown(boolean down) {
        isDown = down;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    int requests() {
        return requests.get();
    }

    /** The events that it took, in their order. */
    List<JsonNode> events() {
        return List.copyOf(events);
    }

    /** The types of the events of a job, in their order. */
    List<String> eventsOf(String job) {
        return events.stream()
                .filter(event -> event.at("/run/facets/tidemark_retrainJob/jobId")
                        .asText()
                        .equals(job))
                .map(event -> event.path("eventType").asText())
                .toList();
    }

    /** The status of each run, by the name of the job. */
    synchronized Map<String, String> runs() {
        Map<String, String> status = new TreeMap<>();
        runs.values()
                .forEach(run -> status.put(
                        run.path("run_name").asText(), run.path("status").asText()));
        return status;
    }

    synchronized int runCount() {
        return runs.size();
    }

    synchronized Set<String> experiments() {
        return new HashSet<>(experiments.keySet());
    }

    private void receive(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        requests.incrementAndGet();
        switch (nextFault()) {
            case UNAVAILABLE -> answer(exchange, 503, JsonNodeFactory.instance.objectNode());
            case REFUSE ->
                answer(exchange, 400, JsonNodeFactory.instance.objectNode().put("error_code", "BAD_REQUEST"));
            case HANG -> awaitEnd();
            case CLOSE -> {}
            case null -> take(exchange, body.length == 0 ? JsonNodeFactory.instance.objectNode() : JSON.readTree(body));
        }
        exchange.close();
    }

    private synchronized @org.jspecify.annotations.Nullable Fault nextFault() {
        return isDown ? Fault.UNAVAILABLE : faults.poll();
    }

    private synchronized void take(HttpExchange exchange, JsonNode body) throws IOException {
        String path = exchange.getRequestURI().getPath();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        switch (path.substring(path.lastIndexOf('/', path.lastIndexOf('/') - 1) + 1)) {
            case "v1/lineage" -> events.add(body);
            case "experiments/get-by-name" -> {
                String name = exchange.getRequestURI().getQuery().split("=", 2)[1];
                if (!experiments.containsKey(name)) {
                    answer(exchange, 404, answer.put("error_code", "RESOURCE_DOES_NOT_EXIST"));
                    return;
                }
                answer.putObject("experiment").put("experiment_id", experiments.get(name));
            }
            case "experiments/create" -> {
                String id = Integer.toString(experiments.size() + 1);
                experiments.put(body.path("name").asText(), id);
                answer.put("experiment_id", id);
            }
            case "runs/search" -> {
                ArrayNode found = answer.putArray("runs");
                runs.forEach((id, run) -> {
                    if (body.path("filter").asText().contains("'" + tag(run, RUN_ID) + "'")) {
                        found.addObject().putObject("info").put("run_id", id);
                    }
                });
            }
            case "runs/create" -> {
                String id = "run" + runs.size();
                runs.put(id, ((ObjectNode) body).put("status", "RUNNING"));
                answer.putObject("run").putObject("info").put("run_id", id);
            }
            case "runs/update" -> {
                ObjectNode run = java.util.Objects.requireNonNull(
                        runs.get(body.path("run_id").asText()));
                run.put("status", body.path("status").asText());
            }
            default -> {}
        }
        answer(exchange, 200, answer);
    }

    private static String tag(JsonNode run, String name) {
        for (JsonNode tag : run.path("tags")) {
            if (tag.path("key").asText().equals(name)) {
                return tag.path("value").asText();
            }
        }
        return "";
    }

    private static void answer(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
    }
}
