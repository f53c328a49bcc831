package io.tidemark.load.loop;

import io.tidemark.serving.swap.Answer;
import io.tidemark.serving.swap.HotSwapModel;
import io.tidemark.standalone.cluster.Cluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/** An application that follows versions and answers without pause. */
final class ChampionApp implements AutoCloseable {
    private static final Duration BETWEEN = Duration.ofMillis(2);

    private final LoopModel model;
    private final HotSwapModel following;
    private final LoopHistory history;
    private final Map<String, Long> answers = new TreeMap<>();
    private final Thread thread;
    private volatile boolean stopped;

    ChampionApp(Cluster cluster, LoopModel model, LoopHistory history) {
        this.model = model;
        this.history = history;
        Map<String, String> settings = new HashMap<>(cluster.settings());
        settings.put("tidemark.serving.instance", "app");
        following = HotSwapModel.of(model.name()).follow(settings);
        following.awaitReady(Duration.ofSeconds(30));
        thread = Thread.ofPlatform().name("app").start(this::run);
    }

    private void run() {
        try {
            for (int i = 0; !stopped; i++) {
                Answer answer = following.score("request-" + i, model.features(i % 100));
                answers.merge(answer.version(), 1L, Long::sum);
                LockSupport.parkNanos(BETWEEN.toNanos());
            }
        } catch (RuntimeException e) {
            history.addFault("a request was not answered: " + e);
        }
    }

    /** Stops asking, and answers how many requests each version has answered. */
    Map<String, Long> stop() throws InterruptedException {
        stopped = true;
        thread.join();
        return answers;
    }

    @Override
    public void close() {
        stopped = true;
        following.close();
    }
}
