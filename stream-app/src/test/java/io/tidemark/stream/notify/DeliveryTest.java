package io.tidemark.stream.notify;

import static io.tidemark.stream.notify.Events.T0;
import static io.tidemark.stream.notify.Events.notification;
import static io.tidemark.stream.notify.Events.opened;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.http.client.Answer;
import io.tidemark.http.client.Backoff;
import io.tidemark.http.client.Secret;
import io.tidemark.stream.notify.Outbox.Parcel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DeliveryTest {
    private static final Answer DELIVERED = new Answer.Delivered("ok");
    private static final Answer BUSY = new Answer.TryAgain("busy", Optional.empty());
    private static final Answer REFUSED = new Answer.Refused("HTTP 400", "no");
    private static final Answer WRONG = new Answer.Misconfigured("HTTP 401");

    private final ChannelMetrics metrics = new ChannelMetrics();
    private final Queue<Answer> answers = new ArrayDeque<>();

    /** Runs what it is given at once. */
    private static final class AtOnce extends AbstractExecutorService {
        @Override
        public void execute(Runnable work) {
            work.run();
        }

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }

    private static Backoff backoff() {
        return new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofHours(1), () -> 1);
    }

    private Delivery delivery(Channel channel, Optional<Duration> maxAge, ExecutorService executor) {
        Pacing pacing = new Pacing(Duration.ZERO, 10, 60, Duration.ofSeconds(2), maxAge);
        return new Delivery(
                new Parcel(notification(opened("flights", "age")), List.of()),
                new ChannelSettings("ops", new Target.Slack(new Secret("https://h/")), pacing),
                channel,
                metrics,
                backoff(),
                executor);
    }

    private Delivery delivery(Answer... given) {
        answers.addAll(List.of(given));
        return delivery(_ -> answers.remove(), Optional.empty(), new AtOnce());
    }

    /** Seconds from T0 until it is over; every second it is advanced, twice. */
    private static int secondsOf(Delivery delivery, int most) {
        for (int second = 0; second <= most; second++) {
            Instant now = T0.plusSeconds(second);
            boolean begun = delivery.advance(now);
            if (begun || delivery.advance(now)) {
                return second;
            }
        }
        return -1;
    }

    @Test
    void shouldTryAgainTwiceAsLateEachTime() {
        assertThat(secondsOf(delivery(BUSY, BUSY, BUSY, BUSY, DELIVERED), 100)).isEqualTo(1 + 2 + 4 + 8);
        assertThat(metrics.delivered()).isEqualTo(1);
        assertThat(metrics.retried()).isEqualTo(4);
        assertThat(metrics.isFailing()).isFalse();
    }

    @Test
    void shouldWaitAsLongAsTheReceiverWants() {
        Answer later = new Answer.TryAgain("HTTP 429", Optional.of(Duration.ofSeconds(77)));

        assertThat(secondsOf(delivery(later, DELIVERED), 100)).isEqualTo(77);
    }

    @Test
    void shouldGiveUpWhatIsRefusedAndCountItsReason() {
        assertThat(secondsOf(delivery(REFUSED, REFUSED, REFUSED), 100)).isEqualTo(1 + 2);
        assertThat(metrics.refused()).isEqualTo(Map.of("HTTP 400", 1L));
        assertThat(metrics.delivered()).isZero();
    }

    @Test
    void shouldTryForAsLongAsItTakesWhereTheChannelIsWrong() {
        Answer[] given = new Answer[40];
        java.util.Arrays.fill(given, WRONG);
        given[39] = DELIVERED;

        assertThat(secondsOf(delivery(given), 20_000)).isGreaterThan(9_000);
        assertThat(metrics.delivered()).isEqualTo(1);
        assertThat(metrics.refused()).isEmpty();
    }

    @Test
    void shouldNotDeliverWhatIsTooOld() {
        Delivery delivery = delivery(
                _ -> {
                    throw new AssertionError("not to be sent");
                },
                Optional.of(Duration.ofHours(1)),
                new AtOnce());

        assertThat(delivery.advance(T0.plus(Duration.ofHours(3)))).isTrue();
        assertThat(metrics.expired()).isEqualTo(1);
    }

    @Test
    void shouldEndAnAttemptThatHangsAndTryAgain() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Delivery delivery = delivery(
                    _ -> {
                        if (interrupted.getCount() == 0) {
                            return DELIVERED;
                        }
                        begun.countDown();
                        try {
                            new CountDownLatch(1).await();
                            return BUSY;
                        } catch (InterruptedException e) {
                            interrupted.countDown();
                            throw e;
                        }
                    },
                    Optional.empty(),
                    executor);

            assertThat(delivery.advance(T0)).isFalse();
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(delivery.advance(T0.plusSeconds(3))).isFalse();
            assertThat(delivery.isAttempting()).isTrue();
            assertThat(delivery.advance(T0.plusSeconds(4))).isFalse();
            assertThat(delivery.isAttempting()).isFalse();
            assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
            org.awaitility.Awaitility.await().until(() -> delivery.advance(T0.plusSeconds(6)));
            assertThat(metrics.delivered()).isEqualTo(1);
        }
    }

    @Test
    void shouldGiveUpWhatCannotBeWritten() {
        Delivery delivery = delivery(
                _ -> {
                    throw new IllegalStateException("a defect");
                },
                Optional.empty(),
                new AtOnce());

        assertThat(secondsOf(delivery, 100)).isEqualTo(3);
        assertThat(metrics.refused()).isEqualTo(Map.of("fault", 1L));
    }

    @Test
    void shouldSpreadAttemptsAndNeverWaitLongerThanItsLimits() {
        Backoff early = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofHours(1), () -> 0);

        assertThat(early.after(3, Optional.empty())).isEqualTo(Duration.ofSeconds(2));
        assertThat(backoff().after(3, Optional.empty())).isEqualTo(Duration.ofSeconds(4));
        assertThat(backoff().after(1_000_000, Optional.empty())).isEqualTo(Duration.ofMinutes(5));
        assertThat(backoff().after(1, Optional.of(Duration.ofDays(9)))).isEqualTo(Duration.ofHours(1));
    }
}
