package io.tidemark.load.bench;

import io.tidemark.standalone.cli.CliException;
import io.tidemark.stream.config.MonitorConfig;
import io.tidemark.stream.config.Role;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.StreamsConfig;

/** Checks of options before minutes are spent on writing records. Each throws a {@link CliException} that names the option and what is allowed. */
final class OptionChecks {
    private OptionChecks() {}

    static void atLeast(String option, int least, int given) {
        if (given < least) {
            throw CliException.usage(String.format(Locale.ROOT, "%s is %,d or more, not %,d.", option, least, given));
        }
    }

    /**
     * @param role of the monitors
     * @param settings of theirs, over the defaults
     */
    static void settings(String option, Role role, Map<String, String> settings) {
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
