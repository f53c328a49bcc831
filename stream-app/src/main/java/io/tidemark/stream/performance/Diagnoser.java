package io.tidemark.stream.performance;

import io.tidemark.profile.decision.Diagnosis;
import io.tidemark.profile.decision.Diagnosis.Subject;
import io.tidemark.profile.decision.DriftKind;
import io.tidemark.profile.decision.InputsVerdict;
import io.tidemark.profile.decision.PerformanceDiagnosis;
import io.tidemark.profile.decision.Verdict;
import io.tidemark.profile.performance.AccuracyLoss;
import io.tidemark.profile.performance.PerformanceEstimate;
import io.tidemark.stream.assess.Ruling;
import io.tidemark.stream.assess.WorstSegments;
import io.tidemark.stream.assess.WorstSegments.Diagnosed;
import io.tidemark.stream.performance.PerformanceJudge.Answer;
import io.tidemark.stream.performance.PerformanceJudge.Question;
import io.tidemark.stream.spec.Reference;
import io.tidemark.stream.window.WindowKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells what windows show as a whole, by what was found of their inputs and by the verdicts on their labels. */
final class Diagnoser {
    private final KnownInputs inputs;
    private final References references;

    Diagnoser(KnownInputs inputs, References references) {
        this.inputs = inputs;
        this.references = references;
    }

    /** The diagnoses of windows that end together, in their order. */
    List<Optional<Diagnosis>> of(List<Answer> answers) {
        return WorstSegments.in(answers.stream()
                .map(answer -> new Diagnosed(answer.question().window(), Reference.BASELINE, diagnosis(answer)))
                .toList());
    }

    private Optional<Diagnosis> diagnosis(Answer answer) {
        if (answer.rulings().isEmpty()) {
            return Optional.empty();
        }
        WindowKey window = answer.question().window();
        List<Subject> outcomes = answer.rulings().stream()
                .map(ruling -> new Subject(ruling.subject(), ruling.verdict().kind(), ruling.verdict()))
                .toList();
        boolean isWorse = answer.rulings().stream().anyMatch(Diagnoser::isLoss);
        return PerformanceDiagnosis.of(
                inputs.of(window), outcomes, isWorse ? lossOf(answer.question()) : Optional.empty());
    }

    private static boolean isLoss(Ruling ruling) {
        return ruling.verdict().kind() == DriftKind.PERFORMANCE
                && ruling.verdict().severity().isDrift();
    }

    private Optional<AccuracyLoss> lossOf(Question question) {
        WindowKey window = question.window();
        return question.reference()
                .flatMap(reference -> AccuracyLoss.of(
                        question.profile(),
                        reference.baseline(),
                        references
                                .calibrationOf(Series.of(window), window.endMs())
                                .map(calibration -> PerformanceEstimate.of(question.profile(), calibration))
                                .orElse(Map.of())));
    }

    /**
     * The diagnosis of errors. They became known in a time that is not that of their predictions, so what was found of inputs in that time says
     * nothing of them.
     */
    static Optional<Diagnosis> ofErrors(String subject, Verdict verdict) {
        Subject errors = new Subject(subject, DriftKind.PERFORMANCE, verdict);
        return PerformanceDiagnosis.of(InputsVerdict.UNKNOWN, List.of(errors), Optional.empty());
    }
}
