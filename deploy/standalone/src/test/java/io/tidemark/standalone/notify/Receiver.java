package io.tidemark.standalone.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A webhook's receiver that answers as it is told: well, with an error, by closing the connection, or never. */
final class Receiver implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What is done with a message. */
    enum Behaviour {
        TAKE,
        FAIL,
        CLOSE,
        HANG
    }

    private final HttpServer server;
    private final CountDownLatch end = new CountDownLatch(1);
    private final Map<String, Integer> timesTaken = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger messages = new AtomicInteger();
    private volatile List<Behaviour> behaviours = List.of(Behaviour.TAKE);

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::receive);
        server.start();
    }

    /** What it does from now on, in turn. */
    void behave(Behaviour... inTurn) {
        behaviours = List.of(inTurn);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    int requests() {
        return requests.get();
    }

    /** Messages that it took. */
    int messages() {
        return messages.get();
    }

    /** The ids of the events that it took, each once. */
    Set<String> events() {
        return new TreeSet<>(timesTaken.keySet());
    }

    /** How often it took an event that it had taken before. */
    int repeats() {
        return timesTaken.values().stream().mapToInt(times -> times - 1).sum();
    }

    private void receive(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        List<Behaviour> now = behaviours;
        switch (now.get(requests.getAndIncrement() % now.size())) {
            case TAKE -> {
                List<String> ids = new ArrayList<>();
                for (JsonNode event : JSON.readTree(body).path("events")) {
                    ids.add(event.path("eventId").asText());
                }
                ids.forEach(id -> timesTaken.merge(id, 1, Integer::sum));
                messages.incrementAndGet();
                exchange.sendResponseHeaders(200, -1);
            }
            case FAIL -> exchange.sendResponseHeaders(503, -1);
            case CLOSE -> {}
            case HANG -> awaitEnd();
        }
        exchange.close();
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
