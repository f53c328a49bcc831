package io.tidemark.stream.ingest;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** Makes the clients that ingest works with. Whoever asks for one closes it. */
public interface IngestClients {
    /**
     * One of the group, of committed records, which commits nothing by itself, begins with the first record there is where nothing is committed,
     * and creates no topic.
     *
     * @param name for the name of the client
     */
    Consumer<byte[], byte[]> ofGroup(String group, String name);

    /** One without a group, of committed records. */
    Consumer<byte[], byte[]> withoutGroup();

    /**
     * One that writes transactions.
     *
     * @param name for the name of the client
     */
    Producer<byte[], byte[]> transactional(String transactionalId, String name);

    Admin admin();
}
