package io.tidemark.serving.swap;

import static io.tidemark.schemas.avro.ModelStage.SHADOW;
import static io.tidemark.serving.swap.TestVersions.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.serving.Scored;
import io.tidemark.serving.Scorer;
import java.nio.CharBuffer;
import java.time.Instant;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ShadowScorerTest {
    private final ShadowScorer scorer = new ShadowScorer(3, new AnswerLog(Optional.empty()));
    private final CountDownLatch open = new CountDownLatch(1);
    private final List<Object> asked = new CopyOnWriteArrayList<>();
    private final ServedModel slow = new ServedModel(version("2", SHADOW), features -> {
        awaitOpen();
        asked.add(new HashMap<>(features));
        return new Scored.OfNumber(2);
    });

    @AfterEach
    void stop() throws InterruptedException {
        scorer.stop();
    }

    @Test
    void shouldDropAndCountWhatAShadowIsTooSlowFor() throws Exception {
        Thread thread = Thread.ofPlatform().daemon().start(scorer);
        scorer.ask(List.of(slow), request(Map.of("n", 0)));
        await().until(() -> thread.getState() == Thread.State.WAITING);

        for (int i = 1; i <= 5; i++) {
            scorer.ask(List.of(slow), request(Map.of("n", i)));
        }
        assertThat(slow.dropped()).isEqualTo(2);
        open.countDown();

        await().until(() -> slow.answers() == 4);
        assertThat(asked).containsExactly(Map.of("n", 0), Map.of("n", 1), Map.of("n", 2), Map.of("n", 3));
        scorer.stop();
        thread.join();
    }

    @Test
    void shouldAskWithWhatTheApplicationGaveAndNotWithWhatItMadeOfIt() throws Exception {
        Map<String, @Nullable Object> features = new HashMap<>();
        double[] embedding = {1, 2};
        List<Double> numbers = new ArrayList<>(List.of(3.0));
        features.put("embedding", embedding);
        features.put("numbers", numbers);
        features.put("text", CharBuffer.wrap("a"));
        features.put("missing", null);
        scorer.ask(List.of(slow), request(features));
        embedding[0] = 9;
        numbers.set(0, 9.0);
        features.clear();
        open.countDown();

        runUntilSlowHasAnswered();

        Map<String, @Nullable Object> expected = new HashMap<>();
        expected.put("embedding", new double[] {1, 2});
        expected.put("numbers", List.of(3.0));
        expected.put("text", "a");
        expected.put("missing", null);
        assertThat(asked).singleElement().usingRecursiveComparison().isEqualTo(expected);
    }

    @Test
    void shouldGoOnAfterAShadowFailed() throws Exception {
        assertGoesOnAfter(_ -> {
            throw new IllegalStateException("no answer");
        });
    }

    @Test
    void shouldFailNoRequestThatCannotBeCopied() {
        Map<String, Object> hostile = new AbstractMap<>() {
            @Override
            public Set<Map.Entry<String, Object>> entrySet() {
                throw new UnsupportedOperationException("no copy");
            }
        };

        for (int i = 0; i < 10; i++) {
            scorer.ask(List.of(slow), request(hostile));
        }
        assertThat(slow.dropped()).isEqualTo(10);

        scorer.ask(List.of(slow), request(Map.of()));
        assertThat(slow.dropped()).as("room is left for others").isEqualTo(10);
    }

    @Test
    @SuppressWarnings("NullAway") // as callers without a checker do
    void shouldTakeTagsThatAreNullForNone() throws Exception {
        open.countDown();
        scorer.ask(List.of(slow), new Request("id", Instant.EPOCH, Map.of("n", 1), null));

        runUntilSlowHasAnswered();
    }

    @Test
    void shouldDropRequestsThatWouldTakeTooMuchMemory() {
        double[] embedding = new double[(11 << 20) / Double.BYTES];
        ShadowScorer wide = new ShadowScorer(1_000, new AnswerLog(Optional.empty()));

        for (int i = 0; i < 5; i++) {
            wide.ask(List.of(slow), request(Map.of("embedding", embedding)));
        }

        assertThat(slow.dropped()).as("of 5 of 11 MiB, with room for 32 MiB").isEqualTo(3);
    }

    @Test
    void shouldGoOnAfterAShadowFailedWithAnError() throws Exception {
        assertGoesOnAfter(_ -> {
            throw new StackOverflowError();
        });
    }

    private void assertGoesOnAfter(Scorer broken) throws InterruptedException {
        ServedModel failing = new ServedModel(version("3", SHADOW), broken);
        open.countDown();
        scorer.ask(List.of(failing, slow), request(Map.of()));

        runUntilSlowHasAnswered();

        assertThat(failing.failures()).isOne();
    }

    private void runUntilSlowHasAnswered() throws InterruptedException {
        Thread thread = Thread.ofPlatform().daemon().start(scorer);
        await().until(() -> slow.answers() == 1);
        scorer.stop();
        thread.join();
    }

    private static Request request(Map<String, ? extends @Nullable Object> features) {
        return new Request("id", Instant.EPOCH, features, Map.of());
    }

    private void awaitOpen() {
        try {
            open.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
