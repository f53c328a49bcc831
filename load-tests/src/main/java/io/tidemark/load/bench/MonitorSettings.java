package io.tidemark.load.bench;

import io.tidemark.standalone.cli.CliException;
import io.tidemark.stream.config.MonitorConfig;
import io.tidemark.stream.config.Role;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.StreamsConfig;

/** Settings of monitors that a benchmark is given. */
final class MonitorSettings {
    private MonitorSettings() {}

    /**
     * Checks settings before minutes are spent on writing records.
     *
     * @param option that they were given with
     * @param role of the monitors
     * @param settings of theirs, over the defaults
     * @throws CliException that names the option and the setting
     */
    static void check(String option, Role role, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>();
        all.put("bootstrap.servers", "127.0.0.1:9092"); // asked for, and not used
        all.put(MonitorConfig.ROLES, role.key());
        all.putAll(settings);
        try {
            var _ = new StreamsConfig(new MonitorConfig(all).streamsProperties(role));
        } catch (ConfigException e) {
            throw CliException.usage(option + ": " + e.getMessage(), e);
        }
    }
}
