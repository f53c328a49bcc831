package io.tidemark.stream.spec;

import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.DriftKind;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.Severity;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which drift events a channel is told.
 *
 * @param channel its name, which stands in the monitor's settings with where it leads to
 * @param severity MINOR or MAJOR: events of at least this severity
 * @param kinds empty: all
 * @param states empty: all
 * @param segments names, of which a {@code *} at the end stands for anything; empty: all
 * @param features written likewise; empty: all, and events of the model as a whole
 */
public record NotifyRoute(
        String channel,
        Severity severity,
        Set<DriftKind> kinds,
        Set<EpisodeState> states,
        List<String> segments,
        List<String> features) {
    /** Part of the name of a consumer group. */
    private static final Pattern CHANNEL = Pattern.compile("[a-z][a-z0-9._-]{0,62}");

    static final String CHANNEL_REMEDY =
            "use a small letter and up to 62 more of a to z, 0 to 9, dot, underscore and hyphen";

    public NotifyRoute {
        if (!isChannel(channel)) {
            throw new IllegalArgumentException(
                    "notify.channel: \"" + channel + "\" is no name of a channel; " + CHANNEL_REMEDY);
        }
        if (severity != Severity.MINOR && severity != Severity.MAJOR) {
            throw new IllegalArgumentException("notify.severity: is neither MINOR nor MAJOR; use one of these");
        }
        kinds = ordered(kinds, DriftKind.class);
        states = ordered(states, EpisodeState.class);
        segments = List.copyOf(segments);
        features = List.copyOf(features);
    }

    private static <E extends Enum<E>> Set<E> ordered(Set<E> some, Class<E> type) {
        EnumSet<E> ordered = EnumSet.noneOf(type);
        ordered.addAll(some);
        return Collections.unmodifiableSet(ordered);
    }

    /** Whether a channel may be called so. */
    public static boolean isChannel(String name) {
        return CHANNEL.matcher(name).matches();
    }

    static void requireNotTooMany(List<NotifyRoute> routes) {
        Range.ROUTES.require("notify", routes.size());
    }

    /**
     * Whether the channel is told of an event. One that says that an episode is now less severe than asked for is told where it was as
     * severe before: else whoever was alarmed would never hear of the end.
     */
    public boolean takes(DriftEvent event) {
        return (isSevere(event) || fellBelow(event))
                && (kinds.isEmpty() || kinds.contains(event.getKind()))
                && (states.isEmpty() || states.contains(event.getState()))
                && matches(segments, event.getSegment())
                && matches(features, Objects.requireNonNullElse(event.getFeature(), ""));
    }

    private boolean isSevere(DriftEvent event) {
        return event.getSeverity() == Severity.MAJOR || severity == Severity.MINOR;
    }

    /** Of two severities, an episode that is open and changes to the lesser one had the greater one. */
    public boolean fellBelow(DriftEvent event) {
        return severity == Severity.MAJOR
                && event.getSeverity() == Severity.MINOR
                && event.getState() == EpisodeState.UPDATED;
    }

    private static boolean matches(List<String> patterns, String name) {
        return patterns.isEmpty() || patterns.stream().anyMatch(pattern -> isLike(pattern, name));
    }

    private static boolean isLike(String pattern, String name) {
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : name.equals(pattern);
    }
}
