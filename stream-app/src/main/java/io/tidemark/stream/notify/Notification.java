package io.tidemark.stream.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.Severity;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * One message.
 *
 * @param id follows from the channel and the ids of the events: a message that is sent again has the same
 * @param events each once, one at least: the most severe first, and of these the earliest
 * @param digest whether it is of more than one model and window, because messages were too many
 * @param test whether nothing has happened, and somebody wants to see whether messages arrive
 */
record Notification(String id, String channel, List<Told> events, boolean digest, boolean test) {
    private static final int ID_DIGITS = 32;
    private static final Comparator<Told> ORDER = Comparator.comparing(
                    (Told told) -> told.event().getSeverity() != Severity.MAJOR)
            .thenComparing(told -> told.event().getState() == EpisodeState.RESOLVED)
            .thenComparing(told -> told.event().getDetectedAt())
            .thenComparing(told -> told.event().getEventId());

    Notification {
        events = List.copyOf(events);
    }

    static Notification of(String channel, List<Told> events, boolean digest) {
        return new Notification(
                idOf(channel, events), channel, events.stream().sorted(ORDER).toList(), digest, false);
    }

    private static String idOf(String channel, List<Told> events) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update(channel.getBytes(UTF_8));
            events.stream().map(told -> told.event().getEventId()).sorted().forEach(id -> {
                hash.update((byte) 0);
                hash.update(id.getBytes(UTF_8));
            });
            return HexFormat.of().formatHex(hash.digest()).substring(0, ID_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    Told first() {
        return events.getFirst();
    }

    /** Those that are shown in detail. */
    List<Told> shown(int lines) {
        return events.subList(0, Math.min(lines, events.size()));
    }

    /** How many are not. */
    int more(int lines) {
        return Math.max(0, events.size() - lines);
    }

    List<String> models() {
        return events.stream()
                .map(Told::event)
                .map(DriftEvent::getModelId)
                .distinct()
                .sorted()
                .toList();
    }

    Severity severity() {
        return events.stream().anyMatch(told -> told.event().getSeverity() == Severity.MAJOR)
                ? Severity.MAJOR
                : Severity.MINOR;
    }

    long count(Severity severity) {
        return events.stream()
                .filter(told -> told.event().getSeverity() == severity)
                .count();
    }

    /** When the latest of its events was detected. */
    Instant detectedAt() {
        return events.stream()
                .map(told -> told.event().getDetectedAt())
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }
}
