package io.tidemark.stream.spec;

import io.tidemark.profile.compare.Statistic;
import io.tidemark.schemas.avro.FeatureKind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what a spec says about one feature. */
final class FeatureYaml {
    static final List<String> KEYS = List.of("kind", "ignore", "importance", "thresholds");
    static final Map<String, FeatureKind> KINDS = Stream.of(FeatureKind.values())
            .collect(Collectors.toMap(kind -> kind.name().toLowerCase(Locale.ROOT), Function.identity()));

    private static final List<String> WITHOUT_EFFECT_WHERE_IGNORED = List.of("importance", "thresholds");

    private static final Set<String> OF_THE_MODEL = keys(Statistic.CORRELATION, Statistic.VOLUME);
    private static final Map<FeatureKind, Set<String>> OF_THE_OTHER_KIND = Map.of(
            FeatureKind.NUMERIC,
            keys(Statistic.TOTAL_VARIATION, Statistic.L_INFINITY, Statistic.UNSEEN_RATE, Statistic.DISTINCT),
            FeatureKind.CATEGORICAL,
            keys(
                    Statistic.KOLMOGOROV_SMIRNOV,
                    Statistic.WASSERSTEIN,
                    Statistic.TAIL_RATE,
                    Statistic.OUT_OF_RANGE_RATE,
                    Statistic.FROZEN));

    private FeatureYaml() {}

    private static Set<String> keys(Statistic... statistics) {
        return Stream.of(statistics).map(Statistic::key).collect(Collectors.toUnmodifiableSet());
    }

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
        FeatureKind kind = kind(section);
        YamlSection thresholds = section.section("thresholds");
        noteWithoutEffect(thresholds, kind);
        return new FeatureSpec(kind, ignore, importance, ThresholdsYaml.read(thresholds));
    }

    /** A level of what is not measured of the feature says that its author expects something else than what happens. */
    private static void noteWithoutEffect(YamlSection thresholds, FeatureKind kind) {
        for (String key : thresholds.keys()) {
            if (OF_THE_MODEL.contains(key)) {
                thresholds.problem(
                        key,
                        "is of the model as a whole, so this has no effect on a feature",
                        "write it under the thresholds of the monitor");
            } else if (OF_THE_OTHER_KIND.getOrDefault(kind, Set.of()).contains(key)) {
                thresholds.problem(
                        key,
                        "is not measured of a " + kind.name().toLowerCase(Locale.ROOT)
                                + " feature, so this has no effect",
                        "remove it, or correct kind");
            }
        }
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
