package io.tidemark.standalone.models;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * The features of a model in the order of its columns, as a person says them: names with commas, or a list in YAML whose entries are names, or maps:
 *
 * <pre>{@code
 * - distance
 * - {feature: hour, missing: 12}
 * - {feature: origin, categories: [ATL, ORD]}
 * - {feature: carrier, codes: {AA: 0, DL: 1}, other: -1, missing: -1}
 * }</pre>
 */
public final class InputColumns {
    private static final Set<String> KEYS = new TreeSet<>(Set.of("feature", "missing", "categories", "codes", "other"));
    private static final int MOST_CHARACTERS = 1 << 20;

    private InputColumns() {}

    /** Names with commas between them. */
    public static List<InputColumn> ofNames(String names) {
        return distinct(Arrays.stream(names.split(",", -1))
                .map(String::strip)
                .map(InputColumns::named)
                .toList());
    }

    /**
     * A list in YAML.
     *
     * @param file what messages call it
     */
    public static List<InputColumn> ofYaml(String file, String yaml) {
        Object document;
        try {
            document = new Load(LoadSettings.builder()
                            .setSchema(new CoreSchema())
                            .setCodePointLimit(MOST_CHARACTERS)
                            .build())
                    .loadFromString(yaml);
        } catch (MarkedYamlEngineException e) {
            String line = e.getProblemMark()
                    .map(mark -> ", line " + (mark.getLine() + 1))
                    .orElse("");
            throw new ImportException(file + line + ": this is no YAML: " + e.getProblem() + ".", e);
        } catch (YamlEngineException e) {
            throw new ImportException(file + ": this is no YAML: " + e.getMessage() + ".", e);
        }
        Object entries = document instanceof Map<?, ?> map && map.keySet().equals(Set.of("columns"))
                ? map.get("columns")
                : document;
        if (!(entries instanceof List<?> list) || list.isEmpty()) {
            throw new ImportException(
                    file
                            + " is no list of features: write one on each line, in the order of the model's columns, as \"- distance\".");
        }
        List<InputColumn> columns = new ArrayList<>();
        for (Object entry : list) {
            columns.add(column(file + ", entry " + (columns.size() + 1), entry));
        }
        return distinct(columns);
    }

    private static InputColumn column(String where, @Nullable Object entry) {
        if (!(entry instanceof Map<?, ?> map)) {
            if (entry == null || entry instanceof List<?>) {
                throw new ImportException(where + " is neither the name of a feature nor a map with one.");
            }
            return named(entry.toString());
        }
        for (Object key : map.keySet()) {
            if (!(key instanceof String text) || !KEYS.contains(text)) {
                throw new ImportException(
                        where + ": there is no key " + key + ", only " + String.join(", ", KEYS) + ".");
            }
        }
        Object feature = map.get("feature");
        if (feature == null) {
            throw new ImportException(where + " names no feature: write \"feature: NAME\".");
        }
        return new InputColumn(
                feature.toString(),
                Optional.ofNullable(map.get("missing")),
                categories(where, map.get("categories")),
                codes(where, map.get("codes")),
                Optional.ofNullable(map.get("other")).map(other -> number(where + ": other", other)));
    }

    private static List<String> categories(String where, @Nullable Object given) {
        if (given == null) {
            return List.of();
        }
        if (!(given instanceof List<?> list) || list.isEmpty() || list.contains(null)) {
            throw new ImportException(where + ": categories is no list of names.");
        }
        return list.stream().map(String::valueOf).toList();
    }

    private static SequencedMap<String, Double> codes(String where, @Nullable Object given) {
        SequencedMap<String, Double> codes = new LinkedHashMap<>();
        if (given == null) {
            return codes;
        }
        if (!(given instanceof Map<?, ?> map) || map.isEmpty()) {
            throw new ImportException(where + ": codes is no map from a category to its number.");
        }
        map.forEach((category, code) ->
                codes.put(String.valueOf(category), number(where + ": the code of " + category, code)));
        return codes;
    }

    private static double number(String what, @Nullable Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw new ImportException(what + " is '" + value + "', which is no number.");
    }

    private static InputColumn named(String name) {
        if (name.isBlank()) {
            throw new ImportException("A name among the inputs is empty: write them as distance,origin,hour.");
        }
        return new InputColumn(name, Optional.empty(), List.of(), new LinkedHashMap<>(), Optional.empty());
    }

    private static List<InputColumn> distinct(List<InputColumn> columns) {
        Set<String> names = new LinkedHashSet<>();
        for (InputColumn column : columns) {
            if (!names.add(column.feature())) {
                throw new ImportException(
                        "The feature " + column.feature() + " stands twice among the inputs: name it once.");
            }
        }
        return columns;
    }
}
