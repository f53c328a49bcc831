package io.tidemark.stream.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.HttpStatus;
import io.javalin.http.sse.SseClient;
import io.tidemark.http.server.JsonAnswer;
import io.tidemark.schemas.reader.FollowerThreads;
import io.tidemark.stream.view.Change;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tells browsers what there is to look at anew, by server-sent events. What changes is told once however often it changes meanwhile, so a browser
 * that is slow, or hangs, holds up nobody and takes no more room than there are models.
 */
public final class ChangeFeed implements AutoCloseable {
    private static final int MOST_LISTENERS = 100;
    /** As often as eyes can follow. */
    private static final Duration BETWEEN = Duration.ofMillis(500);
    /** Proxies end what is silent for a minute, a browser that is gone is only noticed by writing, and a browser notices by silence that nobody is there. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private static final Duration TO_END = Duration.ofSeconds(2);

    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();

    /** @param changes since the last call; never waits */
    public void accept(Set<Change> changes) {
        listeners.forEach(listener -> listener.add(changes));
    }

    /** Tells a browser from now on, until it goes. */
    void open(SseClient client) {
        if (listeners.size() >= MOST_LISTENERS) {
            JsonAnswer.error(
                    client.ctx(),
                    HttpStatus.SERVICE_UNAVAILABLE.getCode(),
                    "too-many-listeners",
                    MOST_LISTENERS + " browsers follow this instance already; ask another one, or close some");
            client.close();
            return;
        }
        Listener listener = new Listener(client);
        listeners.add(listener);
        client.keepAlive();
        client.onClose(() -> {
            listeners.remove(listener);
            listener.stop();
        });
        listener.thread.start();
    }

    /** Takes leave of all browsers, and waits a moment for that: the server that holds their connections is to end after it. */
    @Override
    public void close() {
        List<Thread> threads = threads();
        listeners.forEach(Listener::stop);
        FollowerThreads.awaitEnd(threads, TO_END);
    }

    /** The threads that tell those who follow now. */
    List<Thread> threads() {
        return listeners.stream().map(listener -> listener.thread).toList();
    }

    private final class Listener {
        private final SseClient client;
        private final Thread thread =
                Thread.ofVirtual().name("tidemark-changes").unstarted(this::run);
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition more = lock.newCondition();
        private Set<Change> pending = new HashSet<>();
        private boolean stopped;

        Listener(SseClient client) {
            this.client = client;
        }

        void add(Set<Change> changes) {
            lock.lock();
            try {
                pending.addAll(changes);
                more.signal();
            } finally {
                lock.unlock();
            }
        }

        void stop() {
            lock.lock();
            try {
                stopped = true;
                more.signal();
            } finally {
                lock.unlock();
            }
        }

        private void run() {
            try {
                client.sendComment("tidemark");
                while (!isStopped() && !client.terminated()) {
                    Set<Change> changes = take();
                    if (changes.isEmpty()) {
                        // No comment: scripts don't hear these.
                        client.sendEvent("heartbeat", "{}");
                    } else {
                        client.sendEvent("changed", json(changes).toString());
                        rest();
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                listeners.remove(this);
                client.close();
            }
        }

        private boolean isStopped() {
            lock.lock();
            try {
                return stopped;
            } finally {
                lock.unlock();
            }
        }

        /** What changed since the last call; empty where nothing does for as long as a heartbeat. */
        private Set<Change> take() throws InterruptedException {
            lock.lock();
            try {
                long left = HEARTBEAT.toNanos();
                while (pending.isEmpty() && !stopped && left > 0) {
                    left = more.awaitNanos(left);
                }
                Set<Change> taken = pending;
                pending = new HashSet<>();
                return taken;
            } finally {
                lock.unlock();
            }
        }

        private void rest() throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(BETWEEN.toNanos());
        }
    }

    private static ArrayNode json(Set<Change> changes) {
        ArrayNode node = JsonNodeFactory.instance.arrayNode();
        changes.forEach(change -> node.addObject()
                .put("model", change.model())
                .put("subject", change.subject().name()));
        return node;
    }
}
