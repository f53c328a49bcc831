package io.tidemark.stream.config;

import java.util.Arrays;
import java.util.List;

/** What a monitor process does. */
public enum Role {
    /** Profiles features and predictions, and finds drift. */
    DRIFT("drift", ""),
    /** Joins predictions with labels, and tells how well models perform. */
    LABELS("labels", "-labels");

    private final String key;
    private final String applicationSuffix;

    Role(String key, String applicationSuffix) {
        this.key = key;
        this.applicationSuffix = applicationSuffix;
    }

    public String key() {
        return key;
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
