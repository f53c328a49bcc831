package io.tidemark.standalone.cli;

import io.tidemark.schemas.avro.Diagnosis;
import io.tidemark.schemas.avro.DiagnosisType;
import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.DriftKind;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.Severity;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
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
        String where = event.getModelId()
                + (event.getModelVersion().isEmpty() ? "" : "/" + event.getModelVersion())
                + (event.getSegment().equals("all") ? "" : " [" + event.getSegment() + "]");
        return console.styled(window(event.getWindowStart(), event.getWindowEnd()), Console.Style.FAINT) + "  "
                + console.styled(state + "  " + severity, colour(event), Console.Style.BOLD) + "  "
                + (namesModel ? console.styled(where, Console.Style.CYAN) + "  " : "") + watch(event)
                + event.getReason()
                + console.styled(diagnosis(event), Console.Style.FAINT);
    }

    /** Where the event stands among all that its window shows; nothing where it is all. */
    private static String diagnosis(DriftEvent event) {
        Diagnosis diagnosis = event.getDiagnosis();
        if (diagnosis == null || event.getState() == EpisodeState.RESOLVED) {
            return "";
        }
        int causes = diagnosis.getCauses().size() + diagnosis.getMoreCauses();
        String worst = diagnosis.getWorstSegment() == null ? "" : "; worst in " + diagnosis.getWorstSegment();
        if (causes == 1 && !tellsWhy(event)) {
            return worst.isEmpty() ? "" : "  (" + worst.substring(2) + ")";
        }
        int place = 0;
        for (int i = 0; i < diagnosis.getCauses().size(); i++) {
            if (diagnosis.getCauses().get(i).getSubject().equals(event.getFeature())) {
                place = i + 1;
            }
        }
        if (causes == 1) {
            return "  (" + words(diagnosis.getType().name()) + worst + ")";
        }
        return "  (" + words(diagnosis.getType().name()) + (place > 0 ? ", cause " + place + " of " : ", causes: ")
                + causes + worst + ")";
    }

    /** Whether the type says more than the event does: that a model is worse has a reason. */
    private static boolean tellsWhy(DriftEvent event) {
        return event.getKind() == DriftKind.PERFORMANCE && event.getDiagnosis().getType() != DiagnosisType.PERFORMANCE;
    }

    /** The type of a diagnosis: "covariate with loss". */
    static String words(String type) {
        return type.toLowerCase(Locale.ROOT).replace('_', ' ');
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
