package io.tidemark.standalone.cli;

import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.Severity;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** A drift event as one line for a person. */
final class DriftEventText {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);

    private final Console console;

    DriftEventText(Console console) {
        this.console = console;
    }

    String of(DriftEvent event) {
        String state = "%-8s".formatted(event.getState());
        String severity = "%-5s".formatted(event.getState() == EpisodeState.RESOLVED ? "" : event.getSeverity());
        String where = event.getModelId() + "/" + event.getModelVersion()
                + (event.getSegment().equals("all") ? "" : " [" + event.getSegment() + "]");
        return console.styled(window(event), Console.Style.FAINT) + "  "
                + console.styled(state + "  " + severity, colour(event), Console.Style.BOLD) + "  "
                + console.styled(where, Console.Style.CYAN) + "  " + event.getReason();
    }

    /** End of the window in short where it is on the day on which the window begins. */
    private static String window(DriftEvent event) {
        String start = TIME.format(event.getWindowStart());
        String end = TIME.format(event.getWindowEnd());
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
