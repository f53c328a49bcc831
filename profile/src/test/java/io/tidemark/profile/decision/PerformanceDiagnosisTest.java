package io.tidemark.profile.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.profile.compare.Measurement;
import io.tidemark.profile.compare.Statistic;
import io.tidemark.profile.decision.Diagnosis.Subject;
import io.tidemark.profile.performance.AccuracyLoss;
import io.tidemark.profile.performance.AccuracyOfMix;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PerformanceDiagnosisTest {
    private static final Subject PLAN = subject("plan", DriftKind.FEATURE, Severity.MINOR, Statistic.HELLINGER);
    private static final Subject JOINT =
            subject("$joint", DriftKind.MULTIVARIATE, Severity.MINOR, Statistic.CORRELATION);
    private static final Subject SCORE = subject("$score", DriftKind.PREDICTION, Severity.MINOR, Statistic.HELLINGER);
    private static final Subject VOLUME = subject("$volume", DriftKind.VOLUME, Severity.MINOR, Statistic.VOLUME);
    private static final Subject AGE_MISSING = new Subject(
            "age", DriftKind.FEATURE, verdict(DriftKind.DATA_QUALITY, Severity.MAJOR, Statistic.MISSING_RATE));

    private static final Subject WORSE =
            subject("$accuracy", DriftKind.PERFORMANCE, Severity.MAJOR, Statistic.ACCURACY);
    private static final Subject WORSE_SCORES =
            subject("$logLoss", DriftKind.PERFORMANCE, Severity.MAJOR, Statistic.LOG_LOSS);
    private static final Subject AS_GOOD = quiet("$accuracy", DriftKind.PERFORMANCE, Severity.NONE);
    private static final Subject TOO_FEW = quiet("$accuracy", DriftKind.PERFORMANCE, Severity.INSUFFICIENT);
    private static final Subject OTHER_LABELS =
            subject("$label", DriftKind.LABEL, Severity.MINOR, Statistic.TOTAL_VARIATION);

    private static final InputsVerdict UNCHANGED = new InputsVerdict(true, Severity.NONE, Optional.empty());

    /** Half of the rows changed class, and each class is answered as before. */
    private static final AccuracyLoss OF_LABELS =
            new AccuracyLoss(0.86, 0.68, mix(0.64, 0.68, 0.72), OptionalDouble.of(0.8));
    /** The mix of classes is as it was. */
    private static final AccuracyLoss NOT_OF_LABELS =
            new AccuracyLoss(0.86, 0.68, mix(0.84, 0.86, 0.88), OptionalDouble.of(0.86));
    /** The reference has hardly a row of a class that the window has many of. */
    private static final AccuracyLoss UNCERTAIN =
            new AccuracyLoss(0.86, 0.68, mix(0.6, 0.68, 0.9), OptionalDouble.of(0.86));

    private static Optional<AccuracyOfMix> mix(double low, double value, double high) {
        return Optional.of(new AccuracyOfMix(value, low, high));
    }

    private static Subject subject(String name, DriftKind aspect, Severity severity, Statistic statistic) {
        return new Subject(name, aspect, verdict(aspect, severity, statistic));
    }

    private static Verdict verdict(DriftKind kind, Severity severity, Statistic statistic) {
        return new Verdict(
                severity, kind, List.of(new Finding(statistic, severity, new Measurement(0.3, 0, 1e-9), 0.1)), "");
    }

    private static Subject quiet(String name, DriftKind aspect, Severity severity) {
        return new Subject(name, aspect, new Verdict(severity, aspect, List.of(), ""));
    }

    private static InputsVerdict inputs(Subject... subjects) {
        Diagnosis diagnosis = Diagnosis.of(List.of(subjects)).orElseThrow();
        return new InputsVerdict(true, diagnosis.heaviest().severity(), Optional.of(diagnosis));
    }

    private static Diagnosis.Type type(InputsVerdict inputs, Subject... outcomes) {
        return type(inputs, NOT_OF_LABELS, outcomes);
    }

    private static Diagnosis.Type type(InputsVerdict inputs, AccuracyLoss loss, Subject... outcomes) {
        return PerformanceDiagnosis.of(inputs, List.of(outcomes), Optional.of(loss))
                .orElseThrow()
                .type();
    }

    @Test
    void shouldTellCovariateDriftWithLossFromThatWithout() {
        assertThat(type(inputs(PLAN, SCORE), WORSE)).isEqualTo(Diagnosis.Type.COVARIATE_WITH_LOSS);
        assertThat(type(inputs(JOINT), WORSE)).isEqualTo(Diagnosis.Type.COVARIATE_WITH_LOSS);
        assertThat(type(inputs(PLAN), AS_GOOD)).isEqualTo(Diagnosis.Type.COVARIATE_WITHOUT_LOSS);
        assertThat(type(inputs(PLAN), AS_GOOD, OTHER_LABELS))
                .as("labels follow from features")
                .isEqualTo(Diagnosis.Type.COVARIATE_WITHOUT_LOSS);
        assertThat(type(inputs(JOINT), AS_GOOD)).isEqualTo(Diagnosis.Type.COVARIATE_WITHOUT_LOSS);
        assertThat(type(inputs(PLAN), TOO_FEW)).as("not known").isEqualTo(Diagnosis.Type.COVARIATE);
        assertThat(type(inputs(JOINT))).as("not judged").isEqualTo(Diagnosis.Type.MULTIVARIATE);
    }

    @Test
    void shouldCallLossWithoutOtherFeaturesConceptDrift() {
        assertThat(type(UNCHANGED, WORSE)).isEqualTo(Diagnosis.Type.CONCEPT);
        assertThat(type(UNCHANGED, WORSE, OTHER_LABELS))
                .as("the same inputs, other labels, and not the same answers for each of them")
                .isEqualTo(Diagnosis.Type.CONCEPT);
        assertThat(type(inputs(SCORE), WORSE)).isEqualTo(Diagnosis.Type.CONCEPT);
        assertThat(type(inputs(VOLUME), WORSE)).isEqualTo(Diagnosis.Type.CONCEPT);
        InputsVerdict scoreAlone =
                new InputsVerdict(false, Severity.MINOR, inputs(SCORE).diagnosis());
        assertThat(type(scoreAlone, WORSE)).as("no feature was judged").isEqualTo(Diagnosis.Type.PERFORMANCE);
        assertThat(type(InputsVerdict.UNKNOWN, WORSE))
                .as("whether features changed is not known")
                .isEqualTo(Diagnosis.Type.PERFORMANCE);
    }

    @Test
    void shouldTellThatLabelsComeInAnotherMix() {
        assertThat(type(UNCHANGED, AS_GOOD, OTHER_LABELS)).isEqualTo(Diagnosis.Type.LABEL_SHIFT);
        assertThat(type(InputsVerdict.UNKNOWN, TOO_FEW, OTHER_LABELS)).isEqualTo(Diagnosis.Type.LABEL_SHIFT);
        assertThat(type(inputs(SCORE), AS_GOOD, OTHER_LABELS)).isEqualTo(Diagnosis.Type.LABEL_SHIFT);
        assertThat(type(UNCHANGED, OF_LABELS, WORSE, OTHER_LABELS))
                .as("a loss that follows from the mix")
                .isEqualTo(Diagnosis.Type.LABEL_SHIFT);
        assertThat(type(UNCHANGED, OF_LABELS, WORSE_SCORES, OTHER_LABELS))
                .as("scores are off, whatever explains the accuracy")
                .isEqualTo(Diagnosis.Type.CONCEPT);
        assertThat(type(inputs(PLAN), OF_LABELS, WORSE, OTHER_LABELS)).isEqualTo(Diagnosis.Type.LABEL_SHIFT);
        assertThat(type(inputs(PLAN), NOT_OF_LABELS, WORSE, OTHER_LABELS))
                .isEqualTo(Diagnosis.Type.COVARIATE_WITH_LOSS);
        assertThat(type(UNCHANGED, OF_LABELS, WORSE))
                .as("the mix has not been found to be another")
                .isEqualTo(Diagnosis.Type.CONCEPT);
    }

    @Test
    void shouldConcludeNeitherWhereWhatTheMixExplainsIsNotKnown() {
        assertThat(type(UNCHANGED, UNCERTAIN, WORSE, OTHER_LABELS)).isEqualTo(Diagnosis.Type.PERFORMANCE);
        assertThat(type(InputsVerdict.UNKNOWN, UNCERTAIN, WORSE, OTHER_LABELS)).isEqualTo(Diagnosis.Type.PERFORMANCE);
        assertThat(type(inputs(PLAN), UNCERTAIN, WORSE, OTHER_LABELS))
                .as("features changed all the same")
                .isEqualTo(Diagnosis.Type.COVARIATE_WITH_LOSS);
        assertThat(type(UNCHANGED, UNCERTAIN, WORSE))
                .as("the mix has not been found to be another")
                .isEqualTo(Diagnosis.Type.CONCEPT);
    }

    @Test
    void shouldNameTheDataFirstWhereItsQualityIsWhatIsWorst() {
        assertThat(type(inputs(AGE_MISSING, PLAN), WORSE, OTHER_LABELS)).isEqualTo(Diagnosis.Type.DATA_QUALITY);
        assertThat(type(inputs(AGE_MISSING), AS_GOOD)).isEqualTo(Diagnosis.Type.DATA_QUALITY);
    }

    @Test
    void shouldKeepWhatTheInputsShowWhereTheModelIsAsGoodAsBefore() {
        assertThat(type(inputs(SCORE), AS_GOOD)).isEqualTo(Diagnosis.Type.PREDICTION_ONLY);
        assertThat(type(inputs(VOLUME), AS_GOOD)).isEqualTo(Diagnosis.Type.VOLUME);
        assertThat(PerformanceDiagnosis.of(UNCHANGED, List.of(AS_GOOD), Optional.empty()))
                .isEmpty();
    }

    @Test
    void shouldRankTheCausesOfBoth() {
        Diagnosis diagnosis = PerformanceDiagnosis.of(inputs(PLAN), List.of(WORSE), Optional.empty())
                .orElseThrow();

        assertThat(diagnosis.causes()).extracting(Cause::subject).containsExactly("$accuracy", "plan");
        assertThat(diagnosis.sentence())
                .isEqualTo("features changed and the model got worse: $accuracy (accuracy, 3 times its threshold), plan"
                        + " (Hellinger distance, 3 times its threshold)");
    }

    @Test
    void shouldCountTheCausesThatAreNotNamed() {
        Subject[] many = IntStream.range(0, 12)
                .mapToObj(i -> subject("f" + i, DriftKind.FEATURE, Severity.MINOR, Statistic.HELLINGER))
                .toArray(Subject[]::new);

        Diagnosis diagnosis = PerformanceDiagnosis.of(inputs(many), List.of(WORSE), Optional.empty())
                .orElseThrow();

        assertThat(diagnosis.causes()).hasSize(10);
        assertThat(diagnosis.moreCauses()).isEqualTo(3);
    }

    @Test
    void shouldRefuseDriftWithoutADiagnosis() {
        assertThatThrownBy(() -> new InputsVerdict(true, Severity.MINOR, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("MINOR");
    }
}
