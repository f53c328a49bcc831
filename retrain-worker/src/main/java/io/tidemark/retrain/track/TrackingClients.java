package io.tidemark.retrain.track;

import org.apache.kafka.clients.consumer.Consumer;

/** Makes the consumers that jobs are followed with: of committed records, as bytes. */
public interface TrackingClients {
    /** One of a group, which commits nothing by itself and begins with the first record that there is where nothing is committed. */
    Consumer<byte[], byte[]> ofGroup(String group);

    /** One without a group. */
    Consumer<byte[], byte[]> withoutGroup();
}
