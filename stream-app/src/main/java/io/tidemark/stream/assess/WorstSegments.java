package io.tidemark.stream.assess;

import io.tidemark.profile.decision.Cause;
import io.tidemark.profile.decision.Diagnosis;
import io.tidemark.stream.spec.Reference;
import io.tidemark.stream.window.Segments;
import io.tidemark.stream.window.WindowKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which segment of a version shows most, of windows that end together. */
public final class WorstSegments {
    private WorstSegments() {}

    /** A window, what it was compared with, and what it shows. */
    public record Diagnosed(WindowKey window, Reference reference, Optional<Diagnosis> diagnosis) {}

    /** Windows whose segments are measured against each other. */
    private record Siblings(String version, long endMs, Reference reference) {
        static Siblings of(Diagnosed window) {
            return new Siblings(window.window().version(), window.window().endMs(), window.reference());
        }
    }

    private record Segment(String name, Cause heaviest) {
        Segment worse(Segment other) {
            int byCause = heaviest.compareTo(other.heaviest());
            return byCause < 0 || (byCause == 0 && name.compareTo(other.name()) < 0) ? this : other;
        }
    }

    /** The diagnoses with the worst segments in them, in their order. */
    public static List<Optional<Diagnosis>> in(List<Diagnosed> windows) {
        Map<Siblings, Segment> worst = new HashMap<>();
        for (Diagnosed window : windows) {
            String segment = window.window().segment();
            if (!segment.equals(Segments.ALL)) {
                window.diagnosis()
                        .ifPresent(made -> worst.merge(
                                Siblings.of(window), new Segment(segment, made.heaviest()), Segment::worse));
            }
        }
        return windows.stream()
                .map(window -> with(Optional.ofNullable(worst.get(Siblings.of(window))), window.diagnosis()))
                .toList();
    }

    private static Optional<Diagnosis> with(Optional<Segment> worst, Optional<Diagnosis> diagnosis) {
        return worst.isEmpty()
                ? diagnosis
                : diagnosis.map(made -> made.withWorstSegment(worst.get().name()));
    }
}
