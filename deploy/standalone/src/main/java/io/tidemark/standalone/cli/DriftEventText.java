package io.tidemark.standalone.cli;

import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.Severity;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A drift event as one line for a person. */
final class DriftEventText {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);

    private final Console console;

    private final boolean namesModel;

    DriftEventText(Console console) {
        this(console, true);
    }

    /** @param namesModel whether there can be events of more than one model */
    DriftEventText(Console console, boolean namesModel) {
        this.console = console;
        this.namesModel = namesModel;
    }

    String of(DriftEvent event) {
        String state = "%-8s".formatted(event.getState());
        String severity = "%-5s".formatted(event.getState() == EpisodeState.RESOLVED ? "" : event.getSeverity());
        String where = event.getModelId() + "/" + event.getModelVersion()
                + (event.getSegment().equals("all") ? "" : " [" + event.getSegment() + "]");
        return console.styled(window(event.getWindowStart(), event.getWindowEnd()), Console.Style.FAINT) + "  "
                + console.styled(state + "  " + severity, colour(event), Console.Style.BOLD) + "  "
                + (namesModel ? console.styled(where, Console.Style.CYAN) + "  " : "") + watch(event)
                + event.getReason();
    }

    /** The length of the roll-up and the reference, where the event is not of windows beside the baseline. */
    private static String watch(DriftEvent event) {
        String reference = event.getReference().equals("baseline") ? "" : event.getReference();
        String watch = Stream.of(event.getResolution(), reference)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
        return watch.isEmpty() ? "" : "[" + watch + "] ";
    }

    /** A window; its end in short where it is on the day on which the window begins. */
    static String window(Instant windowStart, Instant windowEnd) {
        String start = TIME.format(windowStart);
        String end = TIME.format(windowEnd);
        boolean sameDay = start.substring(0, 10).equals(end.substring(0, 10));
        return start + " – " + (sameDay ? end.substring(11) : end) + " UTC";
    }

    private static Console.Style colour(DriftEvent event) {
        if (event.getState() == EpisodeState.RESOLVED) {
            return Console.Style.GREEN;
        }
        return event.getSeverity() == Severity.MAJOR ? Console.Style.RED : Console.Style.YELLOW;
    }
}
