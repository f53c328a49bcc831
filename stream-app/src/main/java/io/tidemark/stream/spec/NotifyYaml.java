package io.tidemark.stream.spec;

import io.tidemark.schemas.avro.DriftKind;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads who is told of drift events: in a monitor spec, and for models that say nothing in the file of channels. */
public final class NotifyYaml {
    static final List<String> KEYS = List.of("channel", "severity", "kinds", "states", "segments", "features");
    static final Map<String, DriftKind> KINDS = keys(DriftKind.values());
    static final Map<String, EpisodeState> STATES = keys(EpisodeState.values());
    static final Map<String, Severity> SEVERITIES = Map.of("minor", Severity.MINOR, "major", Severity.MAJOR);
    private static final String EXAMPLE = "[{channel: ops, severity: major}]";

    private NotifyYaml() {}

    private static <E extends Enum<E>> Map<String, E> keys(E[] values) {
        Map<String, E> keys = new LinkedHashMap<>();
        for (E value : values) {
            if (!value.name().equals(DriftKind.UNKNOWN.name())) {
                keys.put(key(value), value);
            }
        }
        return keys;
    }

    /** As it stands in YAML. */
    static String key(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The routes under a key; empty where the key is missing. */
    public static Optional<List<NotifyRoute>> read(YamlSection root, String key) {
        if (!root.keys().contains(key)) {
            return Optional.empty();
        }
        if (root.isNothing(key)) {
            root.problem(
                    key, "has no value", "write a list such as " + EXAMPLE + ", [] to tell nobody, or remove the line");
            return Optional.empty();
        }
        List<NotifyRoute> routes = new ArrayList<>();
        for (YamlSection section : root.sections(key, EXAMPLE)) {
            route(section).ifPresent(routes::add);
        }
        return root.isWithin(key, Range.ROUTES, routes.size()) ? Optional.of(routes) : Optional.empty();
    }

    private static Optional<NotifyRoute> route(YamlSection section) {
        section.allowOnly(KEYS);
        Optional<String> channel = section.text("channel");
        if (!section.keys().contains("channel")) {
            section.problem("channel", "is missing", "write \"channel: NAME\", as it stands in the monitor's settings");
        }
        if (channel.isPresent() && !NotifyRoute.isChannel(channel.get())) {
            section.problem(
                    "channel",
                    YamlSection.quoted(channel.get()) + " is no name of a channel",
                    NotifyRoute.CHANNEL_REMEDY);
        }
        Severity severity = severity(section);
        Set<DriftKind> kinds = words(section, "kinds", "kind", KINDS);
        Set<EpisodeState> states = words(section, "states", "state", STATES);
        List<String> segments = section.texts("segments", "[all, region=*]");
        List<String> features = section.texts("features", "[age, emb*]");
        return channel.filter(NotifyRoute::isChannel)
                .map(name -> new NotifyRoute(name, severity, kinds, states, segments, features));
    }

    private static Severity severity(YamlSection section) {
        Optional<String> word = section.text("severity");
        if (word.isPresent() && !SEVERITIES.containsKey(word.get())) {
            section.unknown("severity", word.get(), "severity", List.of("minor", "major"));
        }
        return word.map(SEVERITIES::get).orElse(Severity.MINOR);
    }

    private static <E> Set<E> words(YamlSection section, String key, String noun, Map<String, E> known) {
        if (section.isEmptyList(key)) {
            section.problem(key, "names none", "name one at least, or remove the line");
        }
        Set<E> values = new LinkedHashSet<>();
        for (String word : section.texts(key, "[" + known.keySet().iterator().next() + "]")) {
            Optional.ofNullable(known.get(word))
                    .ifPresentOrElse(values::add, () -> section.unknown(key, word, noun, List.copyOf(known.keySet())));
        }
        return values;
    }
}
