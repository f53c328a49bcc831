package io.tidemark.stream.spec;

import io.tidemark.schemas.avro.FeatureKind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what a spec says about one feature. */
final class FeatureYaml {
    static final List<String> KEYS = List.of("kind", "ignore", "importance", "thresholds");
    static final Map<String, FeatureKind> KINDS = Stream.of(FeatureKind.values())
            .collect(Collectors.toMap(kind -> kind.name().toLowerCase(Locale.ROOT), Function.identity()));

    private static final List<String> WITHOUT_EFFECT_WHERE_IGNORED = List.of("importance", "thresholds");

    private FeatureYaml() {}

    static FeatureSpec read(YamlSection section) {
        section.allowOnly(KEYS);
        boolean ignore = section.flag("ignore", false);
        if (ignore) {
            WITHOUT_EFFECT_WHERE_IGNORED.stream()
                    .filter(section.keys()::contains)
                    .forEach(key -> section.problem(
                            key, "the feature is ignored, so this has no effect", "remove it, or remove ignore"));
        }
        double importance = section.number(
                "importance",
                FeatureSpec::isImportance,
                "write a number from 0 to 1000000, such as 2",
                FeatureSpec.DEFAULT.importance());
        return new FeatureSpec(kind(section), ignore, importance, ThresholdsYaml.read(section.section("thresholds")));
    }

    private static FeatureKind kind(YamlSection section) {
        return section.text("kind")
                .flatMap(text -> {
                    FeatureKind kind = KINDS.get(text);
                    if (kind == null) {
                        section.unknown("kind", text, "kind", List.of("numeric", "categorical", "auto"));
                    }
                    return Optional.ofNullable(kind);
                })
                .orElse(FeatureKind.AUTO);
    }
}
