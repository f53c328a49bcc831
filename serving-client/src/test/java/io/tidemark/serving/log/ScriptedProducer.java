package io.tidemark.serving.log;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Kafka's mock, which in {@code send} also fails and blocks as the real producer does. */
final class ScriptedProducer extends MockProducer<String, byte[]> {
    private final Queue<ApiException> failures = new ConcurrentLinkedQueue<>();
    private final CountDownLatch entered = new CountDownLatch(1);
    private volatile CountDownLatch open = new CountDownLatch(0);

    ScriptedProducer(boolean autoComplete) {
        super(autoComplete, new RoundRobinPartitioner(), new StringSerializer(), new ByteArraySerializer());
    }

    /** The next call of {@code send} ends in its callback with this, as when there are no metadata. */
    void failNextSend(ApiException failure) {
        failures.add(failure);
    }

    void blockSends() {
        open = new CountDownLatch(1);
    }

    void unblockSends() {
        open.countDown();
    }

    /** Whether a call of {@code send} has begun. */
    boolean isEntered() {
        return entered.getCount() == 0;
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // the real producer lets others in while it waits
    public Future<RecordMetadata> send(ProducerRecord<String, byte[]> message, Callback callback) {
        entered.countDown();
        try {
            open.await();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
        ApiException failure = failures.poll();
        if (failure != null) {
            callback.onCompletion(new RecordMetadata(null, -1, -1, -1, -1, -1), failure);
            return CompletableFuture.failedFuture(failure);
        }
        return super.send(message, callback);
    }
}
