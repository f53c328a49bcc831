package io.tidemark.stream.topology;

import io.tidemark.stream.label.LabelMessage;
import io.tidemark.stream.label.LabelMessageCodec;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** The internal topic's values. Not in the registry: the internal topic must be readable while the registry is not. */
final class LabelMessageSerde {
    private LabelMessageSerde() {}

    static Serde<LabelMessage> create() {
        return Serdes.serdeFrom(
                (topic, message) -> LabelMessageCodec.encode(message),
                (topic, bytes) -> LabelMessageCodec.decode(bytes));
    }
}
