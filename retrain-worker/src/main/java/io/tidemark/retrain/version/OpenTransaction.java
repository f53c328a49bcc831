package io.tidemark.retrain.version;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** The records sent in a transaction that a producer has open. For one thread; beginning, committing and aborting are the owner's. */
public final class OpenTransaction {
    private final Producer<byte[], byte[]> producer;
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();

    /**
     * @param producer in a transaction that has begun
     */
    public OpenTransaction(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    public void send(ProducerRecord<byte[], byte[]> message) {
        sent.add(producer.send(message));
    }

    /**
     * Sends, waits, and answers the record's offset.
     *
     * @throws KafkaException if the brokers did not take it
     */
    public long sendNow(ProducerRecord<byte[], byte[]> message) throws InterruptedException {
        send(message);
        producer.flush();
        return taken(sent.getLast()).offset();
    }

    /**
     * Waits until the brokers have all of it.
     *
     * @return the offsets behind what was sent, by partition
     * @throws KafkaException if the brokers did not take all
     */
    public Map<TopicPartition, Long> ends() throws InterruptedException {
        producer.flush();
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (Future<RecordMetadata> written : sent) {
            RecordMetadata metadata = taken(written);
            ends.merge(new TopicPartition(metadata.topic(), metadata.partition()), metadata.offset() + 1, Math::max);
        }
        return ends;
    }

    private static RecordMetadata taken(Future<RecordMetadata> written) throws InterruptedException {
        try {
            return written.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException refused ? refused : new KafkaException(e.getCause());
        }
    }
}
