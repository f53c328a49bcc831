package io.tidemark.schemas.serde;

import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** A record that can't be read, now or later: it belongs into the dead letters with its reason. */
public final class UndecodableRecordException extends SerializationException {
    private static final long serialVersionUID = 1L;

    private final DecodeFailure failure;
    private final @Nullable String topic;
    private final String detail;

    /** @param detail what is wrong, and where in the record */
    public UndecodableRecordException(DecodeFailure failure, String detail) {
        this(failure, detail, null, null);
    }

    public UndecodableRecordException(DecodeFailure failure, String detail, @Nullable Throwable cause) {
        this(failure, detail, null, cause);
    }

    private UndecodableRecordException(
            DecodeFailure failure, String detail, @Nullable String topic, @Nullable Throwable cause) {
        super((topic == null ? "" : topic + ": ") + failure.code() + ": " + detail, cause);
        this.failure = failure;
        this.topic = topic;
        this.detail = detail;
    }

    /** The same failure, naming the topic. */
    public UndecodableRecordException in(String topicName) {
        return new UndecodableRecordException(failure, detail, topicName, this);
    }

    public DecodeFailure failure() {
        return failure;
    }

    /** The topic, where the decoder knows it. */
    public Optional<String> topic() {
        return Optional.ofNullable(topic);
    }

    public String detail() {
        return detail;
    }
}
