package io.tidemark.schemas.topic;

import java.util.Locale;

/** What Kafka does with old records. */
public enum CleanupPolicy {
    /** Records go when their retention is over. */
    DELETE,
    /** The newest record of every key stays. */
    COMPACT;

    /** As Kafka's {@code cleanup.policy} has it. */
    public String config() {
        return name().toLowerCase(Locale.ROOT);
    }
}
