package io.tidemark.stream.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;

import io.tidemark.http.server.HttpAccess;
import io.tidemark.http.server.Listen;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/**
 * How the monitor is looked at: dashboard, API, health and metrics.
 *
 * @param listen empty where nothing is served
 * @param users a file of those who may look; empty where nobody is asked, which is on this machine alone
 * @param viewBytes of heap that windows may take that can be looked at, by estimate
 * @param viewHorizon how far back they are looked at
 */
public record HttpSettings(Optional<Listen> listen, Optional<Path> users, long viewBytes, Duration viewHorizon) {
    public static final String LISTEN = HttpAccess.LISTEN;
    public static final String USERS_FILE = HttpAccess.USERS_FILE;
    public static final String VIEW_BYTES = "tidemark.view.bytes";
    public static final String VIEW_HORIZON_MS = "tidemark.view.horizon.ms";

    private static final String DEFAULT_LISTEN = "127.0.0.1:7070";
    /** Of the heap. */
    private static final int DEFAULT_VIEW_PART = 8;

    static void define(ConfigDef definition) {
        HttpAccess.define(
                definition,
                DEFAULT_LISTEN,
                "dashboard, API, health and metrics",
                "Where this is not set and the port is taken, they are not served.");
        var _ = definition
                .define(
                        VIEW_BYTES,
                        ConfigDef.Type.LONG,
                        0L,
                        atLeast(0),
                        LOW,
                        "Bytes of heap that windows may take for the dashboard, by estimate; beyond, those of long ago can't be looked at"
                                + " any more. All other records that can be looked at may take as much again, in parts for each kind. 0 is an eighth of"
                                + " the largest heap of the process (-Xmx).")
                .define(
                        VIEW_HORIZON_MS,
                        ConfigDef.Type.LONG,
                        Duration.ofDays(7).toMillis(),
                        atLeast(Duration.ofMinutes(1).toMillis()),
                        LOW,
                        "How far back windows and performance can be looked at in the dashboard, in milliseconds of the wall clock at which"
                                + " they were judged, as far as there is room for them.");
    }

    static HttpSettings from(AbstractConfig config) {
        HttpAccess access = HttpAccess.from(config);
        long bytes = config.getLong(VIEW_BYTES);
        return new HttpSettings(
                access.listen(),
                access.users(),
                bytes > 0 ? bytes : Runtime.getRuntime().maxMemory() / DEFAULT_VIEW_PART,
                Duration.ofMillis(config.getLong(VIEW_HORIZON_MS)));
    }
}
