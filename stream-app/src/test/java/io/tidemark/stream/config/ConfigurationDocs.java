package io.tidemark.stream.config;

import io.tidemark.schemas.registry.RegistryConfig;
import io.tidemark.stream.GoldenFile;
import io.tidemark.stream.spec.SpecReference;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.jspecify.annotations.Nullable;

/** Writes {@code docs/configuration.md}: a text with places for the tables that the definitions of settings make. */
final class ConfigurationDocs {
    private static final String TEMPLATE = "configuration-template.md";
    private static final Pattern BOUNDS = Pattern.compile("\\[(-?\\d*),?\\.\\.\\.,?(\\d*)]");

    private ConfigurationDocs() {}

    static String markdown() {
        String text = template();
        for (Map.Entry<String, String> table : Map.of(
                        "settings", settings(),
                        "kafka-defaults", kafkaDefaults(),
                        "registry-defaults", registryDefaults(),
                        "spec-keys", SpecReference.keys(),
                        "loop", SpecReference.loop(),
                        "levels", SpecReference.levels(),
                        "metrics", SpecReference.metrics(),
                        "command", GoldenFile.commandFor(ConfigurationDocsTest.class) + "\n")
                .entrySet()) {
            text = text.replace("{{" + table.getKey() + "}}\n", table.getValue());
        }
        return text;
    }

    private static String template() {
        try (InputStream in =
                Objects.requireNonNull(ConfigurationDocs.class.getResourceAsStream("/" + TEMPLATE), TEMPLATE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String settings() {
        return MonitorConfig.definition().configKeys().values().stream()
                .map(ConfigurationDocs::setting)
                .collect(Collectors.joining("\n"));
    }

    private static String setting(ConfigKey key) {
        return "### `" + key.name + "`\n\n" + key.documentation + "\n\n"
                + "| type | default | range | environment |\n|---|---|---|---|\n"
                + "| " + key.type.name().toLowerCase(Locale.ROOT) + " | `" + key.defaultValue + "` | "
                + range(key.validator) + " | `" + variableOf(key.name) + "` |\n";
    }

    private static String variableOf(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    private static String range(@Nullable Validator validator) {
        if (validator instanceof LambdaValidator) {
            return validator.toString();
        }
        Matcher bounds = BOUNDS.matcher(String.valueOf(validator));
        if (!(validator instanceof Range) || !bounds.matches()) {
            return "any";
        }
        String least = grouped(bounds.group(1));
        return bounds.group(2).isEmpty() ? least + " or more" : least + " to " + grouped(bounds.group(2));
    }

    private static String grouped(String digits) {
        return "%,d".formatted(Long.parseLong(digits));
    }

    private static String kafkaDefaults() {
        // One of them follows from it, and from the heap where it is not set.
        Properties defaults = new MonitorConfig(Map.of("tidemark.max.profile.bytes", "400000000")).streamsProperties();
        Map<String, String> shown = new TreeMap<>();
        defaults.forEach((key, value) ->
                shown.put(key.toString(), value instanceof Class<?> type ? type.getSimpleName() : value.toString()));
        return table(shown);
    }

    private static String registryDefaults() {
        Map<String, String> shown = new TreeMap<>();
        RegistryConfig.of("embedded:docs")
                .clientSettings()
                .forEach((key, value) -> shown.put("schema.registry." + key, value));
        return table(shown);
    }

    private static String table(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(entry -> "| `" + entry.getKey() + "` | `" + entry.getValue() + "` |\n")
                .collect(Collectors.joining("", "| key | default |\n|---|---|\n", ""));
    }
}
