package io.tidemark.stream.notify;

import io.tidemark.stream.notify.Outbox.Parcel;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The delivery of one message: attempts until it is delivered, or refused for good, or too old. Attempts run on a thread of their own, so
 * whoever advances this never waits. One thread uses it.
 */
final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    /** A receiver may be wrong for a moment, while it is being deployed. */
    private static final int MOST_REFUSALS = 3;
    /** For an attempt to end by itself. */
    private static final Duration LENIENCE = Duration.ofSeconds(1);

    private final Parcel parcel;
    private final ChannelSettings settings;
    private final Channel channel;
    private final ChannelMetrics metrics;
    private final Backoff backoff;
    private final ExecutorService executor;
    private int attempts;
    private int refusals;
    private Instant nextAttempt = Instant.MIN;
    private Instant deadline = Instant.MAX;
    private @Nullable Future<Answer> running;

    Delivery(
            Parcel parcel,
            ChannelSettings settings,
            Channel channel,
            ChannelMetrics metrics,
            Backoff backoff,
            ExecutorService executor) {
        this.parcel = parcel;
        this.settings = settings;
        this.channel = channel;
        this.metrics = metrics;
        this.backoff = backoff;
        this.executor = executor;
    }

    Parcel parcel() {
        return parcel;
    }

    boolean isAttempting() {
        return running != null;
    }

    /** Whether others deliver all of it now. */
    boolean isOnlyFrom(Collection<TopicPartition> partitions) {
        return parcel.items().stream().allMatch(item -> partitions.contains(item.partition()));
    }

    /** Goes on with it; answers whether it has come to its end. */
    boolean advance(Instant now) {
        if (running == null) {
            return attempt(now);
        }
        if (running.isDone()) {
            return settle(result(running), now);
        }
        if (now.isAfter(deadline)) {
            running.cancel(true);
            return settle(
                    new Answer.TryAgain(
                            "no answer within " + settings.pacing().timeout().toSeconds() + " s", Optional.empty()),
                    now);
        }
        return false;
    }

    private boolean attempt(Instant now) {
        if (now.isBefore(nextAttempt)) {
            return false;
        }
        if (isTooOld(now)) {
            parcel.notification().events().forEach(_ -> metrics.countExpired());
            LOG.warn(
                    "Channel {}: message {} of {} events is older than maxAge and is not delivered",
                    settings.name(),
                    parcel.notification().id(),
                    parcel.notification().events().size());
            return true;
        }
        deadline = now.plus(settings.pacing().timeout()).plus(LENIENCE);
        running = executor.submit(() -> channel.send(parcel.notification()));
        return false;
    }

    private boolean isTooOld(Instant now) {
        return settings.pacing()
                .maxAge()
                .filter(age -> parcel.notification().detectedAt().plus(age).isBefore(now))
                .isPresent();
    }

    /** What ends in a fault ends so each time: such a message is given up as one that is refused is. */
    private static Answer result(Future<Answer> attempt) {
        try {
            return attempt.get();
        } catch (ExecutionException | CancellationException e) {
            LOG.debug("In full:", e);
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return new Answer.Refused(
                    "fault", "it could not be written: " + cause.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.TryAgain("interrupted", Optional.empty());
        }
    }

    private boolean settle(Answer answer, Instant now) {
        running = null;
        attempts++;
        Notification message = parcel.notification();
        switch (answer) {
            case Answer.Delivered(String detail) -> {
                metrics.countDelivered(message.events().size());
                LOG.debug("Channel {}: message {} delivered: {}", settings.name(), message.id(), detail);
                return true;
            }
            case Answer.Refused(String reason, String detail) -> {
                refusals++;
                if (refusals >= MOST_REFUSALS) {
                    giveUp(reason, detail);
                    return true;
                }
                Duration wait = wait(now, Optional.empty());
                LOG.warn("Channel {} refuses message {}, again in {}: {}", settings.name(), message.id(), wait, detail);
            }
            case Answer.TryAgain(String detail, Optional<Duration> after) -> {
                Duration wait = wait(now, after);
                LOG.warn(
                        "Channel {}: message {} is not delivered, attempt {}, again in {}: {}",
                        settings.name(),
                        message.id(),
                        attempts,
                        wait,
                        detail);
            }
            case Answer.Misconfigured(String detail) -> {
                Duration wait = wait(now, Optional.empty());
                LOG.error(
                        "Channel {} can't deliver until its settings are mended (tidemark notify test): nothing is lost, and it is"
                                + " tried again in {}. The other side said: {}",
                        settings.name(),
                        wait,
                        detail);
            }
        }
        return false;
    }

    private Duration wait(Instant now, Optional<Duration> askedFor) {
        metrics.countRetried();
        Duration wait = backoff.after(attempts, askedFor);
        nextAttempt = now.plus(wait);
        return wait;
    }

    private void giveUp(String reason, String detail) {
        metrics.countRefused(reason);
        LOG.error(
                "Channel {} refused message {} {} times, and it is given up: {}. Its events are {}",
                settings.name(),
                parcel.notification().id(),
                refusals,
                detail,
                parcel.notification().shown(settings.pacing().lines()).stream()
                        .map(told -> told.event().getEventId())
                        .toList());
    }

    /** Ends an attempt that is being made; whether it arrives is not known. */
    void cancel() {
        if (running != null) {
            running.cancel(true);
        }
    }
}
