package io.tidemark.stream.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.stream.label.LabelMessage;
import io.tidemark.stream.label.LabelMessage.Errors;
import io.tidemark.stream.label.LabelMessage.Heartbeat;
import io.tidemark.stream.label.LabelMessage.Inputs;
import io.tidemark.stream.label.LabelMessage.Part;
import io.tidemark.stream.label.LabelMessage.Progress;
import io.tidemark.stream.label.LabelMessageCodec;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** The internal topics' keys and values. Not in the registry: they must be readable while the registry is not. */
final class LabelMessageSerde {
    private static final byte[] NO_KEY = new byte[0];

    private LabelMessageSerde() {}

    /** The model that a message is about; nothing where it concerns all. */
    static byte[] keyOf(LabelMessage message) {
        return switch (message) {
            case Heartbeat _ -> NO_KEY;
            case Part part -> part.window().model().getBytes(UTF_8);
            case Progress progress -> progress.model().getBytes(UTF_8);
            case Errors errors -> errors.model().getBytes(UTF_8);
            case Inputs inputs -> inputs.window().model().getBytes(UTF_8);
        };
    }

    static Serde<LabelMessage> create() {
        return Serdes.serdeFrom(
                (topic, message) -> LabelMessageCodec.encode(message),
                (topic, bytes) -> LabelMessageCodec.decode(bytes));
    }
}
