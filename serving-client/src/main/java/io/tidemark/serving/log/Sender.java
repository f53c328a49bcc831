package io.tidemark.serving.log;

import io.tidemark.schemas.avro.InferenceEvent;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Takes inferences from the queue, serialises them and hands them to Kafka; the one thread that may wait for Kafka and the registry.
 *
 * <p>While the registry is away, or Kafka takes nothing, it tries the same inference again until it is taken. Nothing is in Kafka's hands
 * then, so nothing is written twice. What Kafka took, its idempotent producer delivers once, or fails after {@code delivery.timeout.ms}.
 *
 * <p>It looks for work every few milliseconds instead of being woken, since to wake a thread is a system call of the scoring thread.
 */
final class Sender implements Runnable {
    private static final Duration IDLE = Duration.ofMillis(5);

    private final Queue<Inference> queue;
    private final EventAccount account;
    private final EventMapper mapper;
    private final String topic;
    private final Serializer<InferenceEvent> serializer;
    private final Producer<String, byte[]> producer;
    private final Warnings warnings;
    private final Duration retryPause;
    private volatile boolean abandoned;

    Sender(
            Queue<Inference> queue,
            EventAccount account,
            EventMapper mapper,
            String topic,
            Serializer<InferenceEvent> serializer,
            Producer<String, byte[]> producer,
            Warnings warnings,
            Duration retryPause) {
        this.queue = queue;
        this.account = account;
        this.mapper = mapper;
        this.topic = topic;
        this.serializer = serializer;
        this.producer = producer;
        this.warnings = warnings;
        this.retryPause = retryPause;
    }

    /** From now on nothing more is sent, and what fails was {@link DropReason#LEFT_AT_CLOSE}. Interrupt the thread then. */
    void abandon() {
        abandoned = true;
    }

    @Override
    public void run() {
        while (!abandoned) {
            Inference next = queue.poll();
            if (next == null) {
                LockSupport.parkNanos(this, IDLE.toNanos());
            } else {
                deliver(next);
            }
            warnings.sayDrops();
        }
    }

    private void deliver(Inference inference) {
        long weight = inference.weight();
        try {
            byte[] value = serialise(mapper.toEvent(inference));
            send(new ProducerRecord<>(topic, inference.inferenceId, value), weight);
        } catch (AbandonedException e) {
            account.dropped(weight, DropReason.LEFT_AT_CLOSE, inference.toString());
        } catch (UnfitInferenceException e) {
            account.dropped(weight, e.reason(), inference + ": " + e.getMessage());
        } catch (RuntimeException | Error e) {
            // An error, as of memory that another thread used up, must not end the only thread that sends.
            DropReason reason = e instanceof SerializationException ? DropReason.NOT_SERIALISABLE : DropReason.REFUSED;
            account.dropped(weight, abandoned ? DropReason.LEFT_AT_CLOSE : reason, inference + ": " + e);
        }
    }

    private byte[] serialise(InferenceEvent event) {
        while (true) {
            try {
                return serializer.serialize(topic, event);
            } catch (RetriableException e) {
                pauseBeforeRetry(e);
            }
        }
    }

    /** Ends when Kafka has the record or refused it for good; in either case the hand-over accounts for it. */
    private void send(ProducerRecord<String, byte[]> message, long weight) {
        while (true) {
            HandOver handOver = new HandOver(message.key(), weight);
            try {
                var _ = producer.send(message, handOver);
                RetriableException failure = handOver.notTaken;
                if (failure == null) {
                    return;
                }
                pauseBeforeRetry(failure);
            } catch (InterruptException e) {
                pauseBeforeRetry(e);
            }
        }
    }

    private void pauseBeforeRetry(RuntimeException failure) {
        boolean _ = Thread.interrupted(); // only abandoning interrupts, and it has a flag of its own
        if (abandoned) {
            throw new AbandonedException();
        }
        warnings.sayStall(failure);
        warnings.sayDrops();
        LockSupport.parkNanos(this, retryPause.toNanos());
    }

    /** Accounts for one record when Kafka has done with it. */
    private final class HandOver implements Callback {
        private final Thread sender = Thread.currentThread();
        private final String inferenceId;
        private final long weight;
        /** Why Kafka did not take it now; read and written by the sending thread alone. */
        private @Nullable RetriableException notTaken;

        HandOver(String inferenceId, long weight) {
            this.inferenceId = inferenceId;
            this.weight = weight;
        }

        @Override
        public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
            if (failure == null) {
                account.written(weight);
            } else if (failure instanceof RetriableException retriable
                    && Thread.currentThread().equals(sender)) {
                // Called within send(): there was no leader or no room in Kafka's buffer. Later it means that the time
                // for delivery is over.
                notTaken = retriable;
            } else {
                account.dropped(weight, reason(failure), "inference " + inferenceId + ": " + failure);
            }
        }

        private DropReason reason(Exception failure) {
            if (abandoned) {
                return DropReason.LEFT_AT_CLOSE;
            }
            return failure instanceof RecordTooLargeException ? DropReason.TOO_LARGE : DropReason.REFUSED;
        }
    }

    /** The time for closing is over. */
    private static final class AbandonedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        AbandonedException() {
            super(null, null, false, false);
        }
    }
}
