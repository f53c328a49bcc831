package io.tidemark.stream.notify;

import io.tidemark.http.client.Answer;
import io.tidemark.http.client.Attempts;
import io.tidemark.http.client.Backoff;
import io.tidemark.stream.notify.Outbox.Parcel;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The delivery of one message: attempts until it is delivered, or refused for good, or too old. One thread uses it, and never waits. */
final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private final Parcel parcel;
    private final ChannelSettings settings;
    private final ChannelMetrics metrics;
    private final Attempts attempts;

    Delivery(
            Parcel parcel,
            ChannelSettings settings,
            Channel channel,
            ChannelMetrics metrics,
            Backoff backoff,
            ExecutorService executor) {
        this.parcel = parcel;
        this.settings = settings;
        this.metrics = metrics;
        this.attempts = new Attempts(
                () -> channel.send(parcel.notification()),
                settings.pacing().timeout(),
                backoff,
                executor,
                this::failed);
    }

    Parcel parcel() {
        return parcel;
    }

    boolean isAttempting() {
        return attempts.isUnderWay();
    }

    /** Whether others deliver all of it now. */
    boolean isOnlyFrom(Collection<TopicPartition> partitions) {
        return parcel.items().stream().allMatch(item -> partitions.contains(item.partition()));
    }

    /** Goes on with it; answers whether it has come to its end. */
    boolean advance(Instant now) {
        if (attempts.isDue(now) && isTooOld(now)) {
            parcel.notification().events().forEach(_ -> metrics.countExpired());
            LOG.warn(
                    "Channel {}: message {} of {} events is older than maxAge and is not delivered",
                    settings.name(),
                    parcel.notification().id(),
                    parcel.notification().events().size());
            return true;
        }
        Optional<Answer> end = attempts.advance(now);
        end.ifPresent(this::ended);
        return end.isPresent();
    }

    private boolean isTooOld(Instant now) {
        return settings.pacing()
                .maxAge()
                .filter(age -> parcel.notification().detectedAt().plus(age).isBefore(now))
                .isPresent();
    }

    private void ended(Answer answer) {
        Notification message = parcel.notification();
        if (answer instanceof Answer.Refused(String reason, String detail)) {
            giveUp(reason, detail);
        } else {
            metrics.countDelivered(message.events().size());
            LOG.debug("Channel {}: message {} delivered: {}", settings.name(), message.id(), answer.detail());
        }
    }

    private void failed(Answer answer, int made, Duration wait) {
        metrics.countRetried();
        String message = parcel.notification().id();
        switch (answer) {
            case Answer.Refused(String _, String detail) ->
                LOG.warn("Channel {} refuses message {}, again in {}: {}", settings.name(), message, wait, detail);
            case Answer.Misconfigured(String detail) ->
                LOG.error(
                        "Channel {} can't deliver until its settings are mended (tidemark notify test): nothing is lost, and it is"
                                + " tried again in {}. The other side said: {}",
                        settings.name(),
                        wait,
                        detail);
            default ->
                LOG.warn(
                        "Channel {}: message {} is not delivered, attempt {}, again in {}: {}",
                        settings.name(),
                        message,
                        made,
                        wait,
                        answer.detail());
        }
    }

    private void giveUp(String reason, String detail) {
        metrics.countRefused(reason);
        LOG.error(
                "Channel {} refused message {} again and again, and it is given up: {}. Its events are {}",
                settings.name(),
                parcel.notification().id(),
                detail,
                parcel.notification().shown(settings.pacing().lines()).stream()
                        .map(told -> told.event().getEventId())
                        .toList());
    }

    /** Ends an attempt that is being made; whether it arrives is not known. */
    void cancel() {
        attempts.cancel();
    }
}
