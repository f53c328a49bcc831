package io.tidemark.stream.assess;

import io.tidemark.profile.decision.Cause;
import io.tidemark.profile.decision.Diagnosis;
import io.tidemark.profile.decision.DriftKind;
import io.tidemark.stream.assess.WindowJudge.Answer;
import io.tidemark.stream.event.Predictions;
import io.tidemark.stream.spec.Reference;
import io.tidemark.stream.window.Segments;
import io.tidemark.stream.window.WindowKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What windows that end together show as a whole, each by its own verdicts, and which segment of a version shows most. */
final class Diagnoses {
    private Diagnoses() {}

    /** Windows whose segments are measured against each other. */
    private record Siblings(String version, long endMs, Reference reference) {
        static Siblings of(Answer answer) {
            WindowKey window = answer.question().window().key();
            return new Siblings(
                    window.version(),
                    window.endMs(),
                    answer.question().yardstick().reference());
        }
    }

    private record Segment(String name, Cause heaviest) {
        Segment worse(Segment other) {
            int byCause = heaviest.compareTo(other.heaviest());
            return byCause < 0 || (byCause == 0 && name.compareTo(other.name()) < 0) ? this : other;
        }
    }

    /** The answers with their diagnoses, in their order. */
    static List<Answer> of(List<Answer> answers) {
        List<Answer> diagnosed = answers.stream()
                .map(answer -> diagnosis(answer).map(answer::with).orElse(answer))
                .toList();
        Map<Siblings, Segment> worst = new HashMap<>();
        for (Answer answer : diagnosed) {
            String segment = answer.question().window().key().segment();
            if (!segment.equals(Segments.ALL)) {
                answer.diagnosis()
                        .ifPresent(made -> worst.merge(
                                Siblings.of(answer), new Segment(segment, made.heaviest()), Segment::worse));
            }
        }
        return diagnosed.stream()
                .map(answer -> withWorstSegment(answer, Optional.ofNullable(worst.get(Siblings.of(answer)))))
                .toList();
    }

    private static Answer withWorstSegment(Answer answer, Optional<Segment> worst) {
        return answer.diagnosis()
                .flatMap(made -> worst.map(segment -> answer.with(made.withWorstSegment(segment.name()))))
                .orElse(answer);
    }

    private static Optional<Diagnosis> diagnosis(Answer answer) {
        return Diagnosis.of(answer.rulings().stream()
                .filter(ruling -> !ruling.subject().equals(WholeModel.DATASET))
                .map(ruling -> new Diagnosis.Subject(ruling.subject(), aspectOf(ruling), ruling.verdict()))
                .toList());
    }

    private static DriftKind aspectOf(Ruling ruling) {
        if (WholeModel.isSubject(ruling.subject())) {
            return ruling.verdict().kind();
        }
        return Predictions.isPrediction(ruling.subject()) ? DriftKind.PREDICTION : DriftKind.FEATURE;
    }
}
