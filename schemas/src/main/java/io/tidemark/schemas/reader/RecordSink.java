package io.tidemark.schemas.reader;

import io.tidemark.schemas.registry.RegistryUnavailableException;
import io.tidemark.schemas.serde.UndecodableRecordException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes the records of one topic. */
@FunctionalInterface
public interface RecordSink {

    /**
     * Takes a record; a null value says that its key is no more.
     *
     * @throws UndecodableRecordException where the record can't be read, now or later
     * @throws RegistryUnavailableException where it can't be read now; it is offered again
     */
    void accept(ConsumerRecord<byte[], byte[]> message);
}
