package io.tidemark.stream.spec;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Routes of notifications as a record holds them. */
final class NotifyRecords {
    private NotifyRecords() {}

    static @Nullable List<io.tidemark.schemas.avro.NotifyRoute> record(Optional<List<NotifyRoute>> routes) {
        return routes.map(list -> list.stream().map(NotifyRecords::record).toList())
                .orElse(null);
    }

    private static io.tidemark.schemas.avro.NotifyRoute record(NotifyRoute route) {
        return new io.tidemark.schemas.avro.NotifyRoute(
                route.channel(),
                route.severity(),
                route.kinds().stream().map(NotifyYaml::key).toList(),
                route.states().stream().map(NotifyYaml::key).toList(),
                route.segments(),
                route.features());
    }

    /**
     * The routes in a record.
     *
     * @throws IllegalArgumentException if it holds what no spec may; the message names key, value and remedy
     */
    static Optional<List<NotifyRoute>> routes(@Nullable List<io.tidemark.schemas.avro.NotifyRoute> records) {
        return Optional.ofNullable(records)
                .map(list -> list.stream().map(NotifyRecords::route).toList());
    }

    private static NotifyRoute route(io.tidemark.schemas.avro.NotifyRoute record) {
        return new NotifyRoute(
                record.getChannel(),
                record.getSeverity(),
                words("kinds", record.getKinds(), NotifyYaml.KINDS),
                words("states", record.getStates(), NotifyYaml.STATES),
                record.getSegments(),
                record.getFeatures());
    }

    private static <E> Set<E> words(String key, List<String> words, Map<String, E> known) {
        Set<E> values = new LinkedHashSet<>();
        for (String word : words) {
            values.add(Optional.ofNullable(known.get(word))
                    .orElseThrow(() -> new IllegalArgumentException(
                            "notify." + key + ": there is no " + word + "; use " + String.join(", ", known.keySet()))));
        }
        return values;
    }
}
