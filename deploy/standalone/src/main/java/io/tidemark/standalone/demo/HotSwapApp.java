package io.tidemark.standalone.demo;

import io.tidemark.serving.log.InferenceLogger;
import io.tidemark.serving.log.LogCounts;
import io.tidemark.serving.swap.Answer;
import io.tidemark.serving.swap.HotSwapModel;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.flights.Flight;
import io.tidemark.standalone.flights.FlightReplay;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Answers with the version that is in production, as an application would that embeds the serving client; nobody restarts it. */
final class HotSwapApp implements ScoringApp {
    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration FLUSH = Duration.ofSeconds(60);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

    /** The replay is much faster than life, and asks shadows as fast. */
    private static final int SHADOW_QUEUE = 200_000;

    /** Half a day of flights: labels, which are written elsewhere, must not come days before their answers. */
    private static final long MOST_PENDING = 500;

    private final InferenceLogger log;
    private final HotSwapModel model;
    private final Swaps swaps;
    private String answering;

    /** Told of every swap. */
    @FunctionalInterface
    interface Swaps {
        /** @param at event time of the first request that the version answers */
        void swapped(String version, Instant at);
    }

    private HotSwapApp(InferenceLogger log, HotSwapModel model, Swaps swaps) {
        this.log = log;
        this.model = model;
        this.swaps = swaps;
        answering = model.version().orElse("");
    }

    /** Connects, and waits until the first version is ready. */
    static HotSwapApp start(Cluster cluster, Swaps swaps) throws InterruptedException {
        Map<String, String> settings = new HashMap<>(cluster.settings());
        settings.put("tidemark.serving.shadow.queue", Integer.toString(SHADOW_QUEUE));
        settings.put("tidemark.serving.instance", "flights-app");
        InferenceLogger log = InferenceLogger.connect(settings);
        try {
            HotSwapModel model = HotSwapModel.of(FlightReplay.MODEL).logTo(log).follow(settings);
            try {
                model.awaitReady(START);
                return new HotSwapApp(log, model, swaps);
            } catch (RuntimeException e) {
                model.close();
                throw e;
            }
        } catch (RuntimeException e) {
            log.close(FLUSH);
            throw e;
        }
    }

    @Override
    public void score(Flight logged) throws InterruptedException {
        Answer answer = model.score(FlightReplay.id(logged), FlightReplay.features(logged), Map.of(), logged.time());
        if (answer.role() == Answer.Role.CHAMPION && !answer.version().equals(answering)) {
            answering = answer.version();
            swaps.swapped(answering, logged.time());
        }
        // A real application never waits for its log; a replay must not outrun it.
        if (log.counts().pending() > MOST_PENDING) {
            awaitPending(MOST_PENDING / 2);
        }
    }

    @Override
    public void flush() throws InterruptedException {
        awaitPending(0);
    }

    private void awaitPending(long most) throws InterruptedException {
        long deadline = System.nanoTime() + FLUSH.toNanos();
        while (log.counts().pending() > most && System.nanoTime() < deadline) {
            Thread.sleep(LOOK_AGAIN);
        }
    }

    @Override
    public long eventsWritten() {
        return log.counts().written();
    }

    LogCounts counts() {
        return log.counts();
    }

    @Override
    public void close() {
        model.close();
        log.close(FLUSH);
    }
}
