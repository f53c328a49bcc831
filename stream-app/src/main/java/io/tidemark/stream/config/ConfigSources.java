package io.tidemark.stream.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;

/**
 * Where settings come from. Later sources win: the properties file, then the environment, then the command line.
 *
 * <p>In the environment, {@code TIDEMARK_KAFKA_X_Y} is Kafka's {@code x.y}, {@code TIDEMARK_SCHEMA_REGISTRY_X} the
 * registry client's {@code schema.registry.x}, and any other {@code TIDEMARK_X_Y} Tidemark's {@code tidemark.x.y}.
 */
public final class ConfigSources {
    private static final String KAFKA = "TIDEMARK_KAFKA_";
    private static final String REGISTRY = "TIDEMARK_SCHEMA_REGISTRY_";
    private static final String OWN = "TIDEMARK_";

    /** What Kubernetes puts into the environment of every pod for a service that is called tidemark. */
    private static final Pattern KUBERNETES_SERVICE =
            Pattern.compile("TIDEMARK_(.*_)?(SERVICE_(HOST|PORT.*)|PORT(_\\d+_.*)?)");

    private ConfigSources() {}

    public static Map<String, String> merge(
            Map<String, String> file, Map<String, String> environment, Map<String, String> flags) {
        Map<String, String> merged = new TreeMap<>(file);
        environment.forEach((name, value) -> {
            if (KUBERNETES_SERVICE.matcher(name).matches()) {
                return;
            }
            if (name.startsWith(KAFKA)) {
                merged.put(keyOf(name.substring(KAFKA.length())), value);
            } else if (name.startsWith(REGISTRY)) {
                merged.put(keyOf(name.substring(OWN.length())), value);
            } else if (name.startsWith(OWN)) {
                merged.put(MonitorConfig.OWN_PREFIX + keyOf(name.substring(OWN.length())), value);
            }
        });
        merged.putAll(flags);
        return merged;
    }

    private static String keyOf(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '.');
    }

    /** @throws ConfigException if the file is not there or can't be read, with its name */
    public static Map<String, String> readFile(Path path) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            throw new ConfigException("there is no configuration file " + path.toAbsolutePath());
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigException(
                    "can't read the configuration file " + path.toAbsolutePath() + ": " + e.getMessage());
        }
        Map<String, String> settings = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
        return settings;
    }
}
