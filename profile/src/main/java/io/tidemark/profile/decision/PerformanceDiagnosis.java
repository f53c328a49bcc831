package io.tidemark.profile.decision;

import io.tidemark.profile.compare.Statistic;
import io.tidemark.profile.decision.Diagnosis.Subject;
import io.tidemark.profile.performance.AccuracyLoss;
import io.tidemark.profile.performance.AccuracyLoss.ByLabels;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a window shows once its labels are there: what its inputs showed, and what became of the model. */
public final class PerformanceDiagnosis {
    private PerformanceDiagnosis() {}

    /**
     * The diagnosis, in whatever order the subjects come; empty where nothing drifted.
     *
     * @param inputs what was found before any label
     * @param outcomes the verdicts on metrics, with the aspect PERFORMANCE, and on the distribution of labels, with the aspect LABEL
     * @param loss what accuracy was lost, where that is known
     */
    public static Optional<Diagnosis> of(
            InputsVerdict inputs, Collection<Subject> outcomes, Optional<AccuracyLoss> loss) {
        List<Cause> causes = Stream.concat(
                        inputs.diagnosis().stream().flatMap(diagnosis -> diagnosis.causes().stream()),
                        outcomes.stream()
                                .filter(PerformanceDiagnosis::drifted)
                                .map(outcome -> Cause.of(outcome.name(), outcome.verdict())))
                .toList();
        if (causes.isEmpty()) {
            return Optional.empty();
        }
        int more = inputs.diagnosis().map(Diagnosis::moreCauses).orElse(0);
        return Optional.of(Diagnosis.of(typeOf(inputs, outcomes, loss), causes, more));
    }

    private static Diagnosis.Type typeOf(
            InputsVerdict inputs, Collection<Subject> outcomes, Optional<AccuracyLoss> loss) {
        Optional<Diagnosis.Type> before = inputs.diagnosis().map(Diagnosis::type);
        boolean otherLabels =
                outcomes.stream().anyMatch(outcome -> outcome.aspect() == DriftKind.LABEL && drifted(outcome));
        List<Subject> metrics = outcomes.stream()
                .filter(outcome -> outcome.aspect() == DriftKind.PERFORMANCE)
                .toList();
        if (before.filter(Diagnosis.Type.DATA_QUALITY::equals).isPresent()) {
            return Diagnosis.Type.DATA_QUALITY;
        }
        if (metrics.stream().anyMatch(PerformanceDiagnosis::drifted)) {
            return otherLabels && isAccuracyLost(metrics) ? typeOfLoss(inputs, loss) : typeOfLoss(inputs);
        }
        if (inputs.showsOtherFeatures()) {
            boolean judged =
                    metrics.stream().anyMatch(metric -> metric.verdict().severity() == Severity.NONE);
            return judged ? Diagnosis.Type.COVARIATE_WITHOUT_LOSS : before.orElseThrow();
        }
        return otherLabels ? Diagnosis.Type.LABEL_SHIFT : before.orElseThrow();
    }

    /** Labels in another mix may be why accuracy is lost, or come beside the reason. Where that can't be told, it is not called concept drift. */
    private static Diagnosis.Type typeOfLoss(InputsVerdict inputs, Optional<AccuracyLoss> loss) {
        boolean otherFeatures = inputs.showsOtherFeatures();
        return switch (loss.map(lost -> lost.byLabels(otherFeatures)).orElse(ByLabels.UNKNOWN)) {
            case EXPLAINED -> Diagnosis.Type.LABEL_SHIFT;
            case UNEXPLAINED -> typeOfLoss(inputs);
            case UNKNOWN -> otherFeatures ? Diagnosis.Type.COVARIATE_WITH_LOSS : Diagnosis.Type.PERFORMANCE;
        };
    }

    private static Diagnosis.Type typeOfLoss(InputsVerdict inputs) {
        if (inputs.showsOtherFeatures()) {
            return Diagnosis.Type.COVARIATE_WITH_LOSS;
        }
        return inputs.featuresJudged() ? Diagnosis.Type.CONCEPT : Diagnosis.Type.PERFORMANCE;
    }

    /** What explains a loss of accuracy does not explain that scores are off. */
    private static boolean isAccuracyLost(List<Subject> metrics) {
        return metrics.stream()
                .filter(PerformanceDiagnosis::drifted)
                .anyMatch(metric -> metric.verdict().findings().getFirst().statistic() == Statistic.ACCURACY);
    }

    private static boolean drifted(Subject subject) {
        return subject.verdict().severity().isDrift();
    }
}
