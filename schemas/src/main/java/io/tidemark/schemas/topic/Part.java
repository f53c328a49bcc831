package io.tidemark.schemas.topic;

import java.util.Arrays;
import java.util.Optional;

/** What works on Tidemark's topics. One process, or one login, may be several of them. */
public enum Part {
    DRIFT("monitor-drift", "the monitor's role drift"),
    LABELS("monitor-labels", "the monitor's role labels"),
    INGEST("monitor-ingest", "the monitor's role ingest"),
    VIEW("view", "the dashboard and its API"),
    NOTIFICATIONS("notifications", "what tells people of drift"),
    WORKER("worker", "the retrain worker"),
    TRACKING("tracking", "what tells tracking servers of retrain jobs, where the worker is to"),
    SCORER("scorer", "an application that scores with serving-client"),
    LOG_PRODUCER("log-producer", "an application that only logs inferences"),
    TRUTH_PRODUCER("truth-producer", "whoever logs what turned out to be true"),
    EVENT_CONSUMER("event-consumer", "whoever consumes drift events"),
    OPERATOR("operator", "a person at the command line");

    private final String key;
    private final String description;

    Part(String key, String description) {
        this.key = key;
        this.description = description;
    }

    /** Its name on the command line and in lists. */
    public String key() {
        return key;
    }

    public String description() {
        return description;
    }

    public static Optional<Part> of(String key) {
        return Arrays.stream(values()).filter(part -> part.key.equals(key)).findFirst();
    }
}
