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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.provider.DirectoryConfigProvider;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.common.config.provider.FileConfigProvider;

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

    /** Kafka's own ways to leave a value out of the settings, by the names that its documentation gives them. */
    private static final Map<String, Class<?>> PROVIDERS = Map.of(
            "file", FileConfigProvider.class, "dir", DirectoryConfigProvider.class, "env", EnvVarConfigProvider.class);

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(file|dir|env):[^}]*}");

    private ConfigSources() {}

    /**
     * The settings with what they refer to put in: {@code ${file:PATH:KEY}}, {@code ${dir:PATH:FILE}}, {@code ${env:NAME}}. Other ways than these three have to be
     * declared under {@code config.providers}, as with Kafka's clients; then these have to be, too.
     *
     * @throws ConfigException if what a setting refers to is not there; the message names both
     */
    public static Map<String, String> resolve(Map<String, String> settings) {
        Map<String, Object> complete = new TreeMap<>(settings);
        if (!settings.containsKey(AbstractConfig.CONFIG_PROVIDERS_CONFIG)) {
            complete.put(AbstractConfig.CONFIG_PROVIDERS_CONFIG, String.join(",", PROVIDERS.keySet()));
            PROVIDERS.forEach((name, type) ->
                    complete.put(AbstractConfig.CONFIG_PROVIDERS_CONFIG + "." + name + ".class", type.getName()));
        }
        Map<String, String> resolved = new TreeMap<>();
        new AbstractConfig(new ConfigDef(), complete, false).originals().forEach((key, value) -> {
            // Clients would look for references once more, in values that only look like some.
            if (!key.startsWith(AbstractConfig.CONFIG_PROVIDERS_CONFIG)) {
                resolved.put(key, String.valueOf(value));
            }
        });
        settings.forEach((key, value) -> {
            Matcher reference = REFERENCE.matcher(value);
            while (reference.find()) {
                if (String.valueOf(resolved.get(key)).contains(reference.group())) {
                    throw new ConfigException(key + " refers to " + reference.group()
                            + ", and there is nothing; check the path and the name");
                }
            }
        });
        return resolved;
    }

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
