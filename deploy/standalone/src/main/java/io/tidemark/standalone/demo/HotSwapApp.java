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
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

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
    private Instant day = Instant.MIN;

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
        Instant today = logged.time().truncatedTo(ChronoUnit.DAYS);
        if (!today.equals(day)) {
            // A window of a day is closed minutes after it by event time, which is no time at all in a replay: what its
            // shadows answer has to be logged by then.
            await(() -> model.pendingShadowRequests() == 0);
            day = today;
        }
        Answer answer = model.score(FlightReplay.id(logged), FlightReplay.features(logged), Map.of(), logged.time());
        if (answer.role() == Answer.Role.CHAMPION && !answer.version().equals(answering)) {
            answering = answer.version();
            swaps.swapped(answering, logged.time());
        }
        // A real application never waits for its log; a replay must not outrun it.
        if (log.counts().pending() > MOST_PENDING) {
            await(() -> log.counts().pending() <= MOST_PENDING / 2);
        }
    }

    @Override
    public void flush() throws InterruptedException {
        await(() -> model.pendingShadowRequests() == 0 && log.counts().pending() == 0);
    }

    private static void await(BooleanSupplier done) throws InterruptedException {
        long deadline = System.nanoTime() + FLUSH.toNanos();
        while (!done.getAsBoolean() && System.nanoTime() < deadline) {
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
