package io.tidemark.stream.config;

import io.tidemark.schemas.topic.Part;
import java.util.Arrays;
import java.util.List;

/** What a monitor process does. */
public enum Role {
    /** Profiles features and predictions, and finds drift. */
    DRIFT("drift", "", Part.DRIFT),
    /** Joins predictions with labels, and tells how well models perform. */
    LABELS("labels", "-labels", Part.LABELS),
    /** Makes inference logs and ground truth of topics whose producers have schemas of their own. */
    INGEST("ingest", "-ingest", Part.INGEST);

    private final String key;
    private final String applicationSuffix;
    private final Part part;

    Role(String key, String applicationSuffix, Part part) {
        this.key = key;
        this.applicationSuffix = applicationSuffix;
        this.part = part;
    }

    public String key() {
        return key;
    }

    /** The part of the installation that it is, which decides what it may do with topics. */
    public Part part() {
        return part;
    }

    /** Whether it is a Kafka Streams application; else it is a consumer group without internal topics. */
    public boolean isStreams() {
        return this != INGEST;
    }

    /** What stands behind the application id. */
    String applicationSuffix() {
        return applicationSuffix;
    }

    /** The names of all. */
    static List<String> keys() {
        return Arrays.stream(values()).map(Role::key).toList();
    }

    static Role of(String key) {
        return Arrays.stream(values())
                .filter(role -> role.key.equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no role " + key));
    }
}
