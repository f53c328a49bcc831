package io.tidemark.stream.topology;

import io.tidemark.stream.window.ProfileMessage;
import io.tidemark.stream.window.ProfileMessageCodec;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** The internal topic's values. Not in the registry: the internal topic must be readable while the registry is not. */
final class ProfileMessageSerde {
    private ProfileMessageSerde() {}

    static Serde<ProfileMessage> create() {
        return Serdes.serdeFrom(
                (topic, message) -> ProfileMessageCodec.encode(message),
                (topic, bytes) -> ProfileMessageCodec.decode(bytes));
    }
}
