package io.tidemark.stream.assess;

import io.tidemark.profile.decision.Diagnosis;
import io.tidemark.profile.decision.DriftKind;
import io.tidemark.profile.decision.InputsVerdict;
import io.tidemark.profile.decision.Severity;
import io.tidemark.stream.assess.WindowJudge.Answer;
import io.tidemark.stream.assess.WorstSegments.Diagnosed;
import io.tidemark.stream.event.Predictions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What windows that end together show as a whole, each by its own verdicts, and which segment of a version shows most. */
final class Diagnoses {
    private Diagnoses() {}

    /** The answers with their diagnoses, in their order. */
    static List<Answer> of(List<Answer> answers) {
        List<Optional<Diagnosis>> diagnoses =
                WorstSegments.in(answers.stream().map(Diagnoses::diagnosed).toList());
        List<Answer> diagnosed = new ArrayList<>(answers.size());
        for (int i = 0; i < answers.size(); i++) {
            Answer answer = answers.get(i);
            diagnosed.add(diagnoses.get(i).map(answer::with).orElse(answer));
        }
        return diagnosed;
    }

    private static Diagnosed diagnosed(Answer answer) {
        return new Diagnosed(
                answer.question().window().key(), answer.question().yardstick().reference(), diagnosis(answer));
    }

    private static Optional<Diagnosis> diagnosis(Answer answer) {
        return Diagnosis.of(answer.rulings().stream()
                .filter(ruling -> !ruling.subject().equals(WholeModel.DATASET))
                .map(ruling -> new Diagnosis.Subject(ruling.subject(), aspectOf(ruling), ruling.verdict()))
                .toList());
    }

    /** What a window shows as a whole. That its rows were as many as expected does not tell how its features are. */
    static InputsVerdict verdictOf(Answer answer) {
        boolean featuresJudged = isAnyFeatureJudged(answer);
        Severity worst = answer.diagnosis()
                .map(diagnosis -> diagnosis.heaviest().severity())
                .orElse(featuresJudged ? Severity.NONE : Severity.INSUFFICIENT);
        return new InputsVerdict(featuresJudged, worst, answer.diagnosis());
    }

    private static boolean isAnyFeatureJudged(Answer answer) {
        return answer.rulings().stream()
                .anyMatch(ruling -> !WholeModel.isSubject(ruling.subject())
                        && aspectOf(ruling) == DriftKind.FEATURE
                        && ruling.verdict().severity() != Severity.INSUFFICIENT);
    }

    private static DriftKind aspectOf(Ruling ruling) {
        if (WholeModel.isSubject(ruling.subject())) {
            return ruling.verdict().kind();
        }
        return Predictions.isPrediction(ruling.subject()) ? DriftKind.PREDICTION : DriftKind.FEATURE;
    }
}
