package io.tidemark.stream.notify;

import io.tidemark.profile.decision.Names;
import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.schemas.topic.RecordKeys;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Messages in words, as plain text on one line each. Names and categories come from whoever writes inference logs: control characters are
 * written out here, and what a format takes for a command the format has to write otherwise.
 */
final class MessageText {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private MessageText() {}

    /** What a message is about. */
    static String headline(Notification notification) {
        String test = notification.test() ? "Test: " : "";
        if (notification.events().size() == 1) {
            Told told = notification.first();
            return test + state(told) + " · " + where(told.event());
        }
        long major = notification.count(Severity.MAJOR);
        String events = "%,d drift events".formatted(notification.events().size())
                + (major > 0 ? " (%,d major)".formatted(major) : "");
        DriftEvent first = notification.first().event();
        return test
                + (notification.digest()
                        ? events
                                + " of %,d models"
                                        .formatted(notification.models().size())
                        : events + " · " + Names.of(first.getModelId()) + " · " + window(first));
    }

    /** What happened to an episode: {@code OPENED MAJOR data quality}. */
    static String state(Told told) {
        DriftEvent event = told.event();
        String kind = event.getKind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        if (told.fellBelow()) {
            return "NO LONGER MAJOR " + kind;
        }
        return event.getState() == EpisodeState.RESOLVED
                ? event.getState() + " " + kind
                : event.getState() + " " + event.getSeverity() + " " + kind;
    }

    /** Model, version, segment and feature. */
    static String where(DriftEvent event) {
        String feature = event.getFeature();
        return Names.of(event.getModelId()
                + (event.getModelVersion().isEmpty() ? "" : "/" + event.getModelVersion())
                + (event.getSegment().equals(RecordKeys.ALL_ROWS) ? "" : " [" + event.getSegment() + "]")
                + (feature == null ? "" : " " + feature));
    }

    static String reason(DriftEvent event) {
        return Names.of(event.getReason());
    }

    static String window(DriftEvent event) {
        return time(event.getWindowStart()) + " – " + time(event.getWindowEnd()) + " UTC";
    }

    private static String time(Instant instant) {
        return TIME.format(instant);
    }

    /** Nothing where there are none. */
    static String more(int events) {
        return events == 0 ? "" : "and %,d more".formatted(events);
    }
}
