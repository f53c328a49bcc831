package io.tidemark.stream.notify;

import org.apache.kafka.clients.consumer.Consumer;

/** Makes the consumers that notifications are read with: of committed records, as bytes. */
public interface NotifyClients {
    /**
     * One of a group, which commits nothing by itself and begins with the first record that there is where an offset is no more.
     *
     * @param channel whose it is, for the name of the client
     */
    Consumer<byte[], byte[]> ofGroup(String group, String channel);

    /** One without a group. */
    Consumer<byte[], byte[]> withoutGroup();
}
