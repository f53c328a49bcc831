package io.tidemark.serving.log;

import java.util.Locale;

/** Why an inference was not written. */
public enum DropReason {
    /** As many inferences wait, or as many bytes, as may: Kafka or the registry is slower than the application, or away. */
    QUEUE_FULL,
    /** It lacks something, has a value that the schema has no place for, or the registry refuses the schema. */
    NOT_SERIALISABLE,
    /** More features, longer text or more bytes than one inference may have. */
    TOO_LARGE,
    /** Kafka gave an error that trying again does not mend, or did not take it within {@code delivery.timeout.ms}. */
    REFUSED,
    /** It came after the logger was closed. */
    CLOSED,
    /** It was not acknowledged when the time for closing was over. It may be in the topic all the same. */
    LEFT_AT_CLOSE;

    /** For people and metrics, such as {@code queue-full}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
