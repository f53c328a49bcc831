package io.tidemark.stream.performance;

import io.tidemark.profile.decision.Candidate;
import io.tidemark.profile.decision.Diagnosis;
import io.tidemark.profile.decision.DriftDecision;
import io.tidemark.profile.decision.LabelCandidate;
import io.tidemark.profile.decision.MetricCandidate;
import io.tidemark.profile.decision.MetricLimits;
import io.tidemark.profile.decision.Severity;
import io.tidemark.profile.decision.Verdict;
import io.tidemark.profile.performance.PerformanceProfile;
import io.tidemark.stream.assess.Assessment.Evidence;
import io.tidemark.stream.assess.Ruling;
import io.tidemark.stream.control.PerformanceReference;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.window.WindowKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Judges the performance in the windows of one span, of all versions and segments, together: what is asked of one counts for all. Pure. */
final class PerformanceJudge {
    private PerformanceJudge() {}

    /** A window and what it is compared with. */
    record Question(WindowKey window, PerformanceProfile profile, Optional<PerformanceReference> reference) {
        long referenceRows() {
            return reference.map(known -> known.baseline().labelled()).orElse(0L);
        }
    }

    /** What came of a question. */
    record Answer(Question question, List<Ruling> rulings) {
        WindowVerdict verdict(Optional<Diagnosis> diagnosis) {
            Map<String, Severity> severities = new TreeMap<>();
            rulings.forEach(
                    ruling -> severities.put(ruling.subject(), ruling.verdict().severity()));
            return new WindowVerdict(severities, diagnosis);
        }
    }

    private record Asked(Question question, List<MetricCandidate> metrics, Optional<LabelCandidate> labels) {
        List<Candidate> all() {
            List<Candidate> all = new ArrayList<>(metrics);
            labels.ifPresent(all::add);
            return all;
        }
    }

    /** The answers to questions, in their order. */
    static List<Answer> judge(List<Question> family, MonitorSpec spec) {
        MetricLimits limits = spec.metricLimits();
        List<Asked> asked =
                family.stream().map(question -> ask(question, limits, spec)).toList();
        Iterator<Verdict> verdicts = DriftDecision.decide(
                        asked.stream().flatMap(one -> one.all().stream()).toList(),
                        spec.levelOfPerformance(spec.window()))
                .iterator();
        return asked.stream().map(one -> answer(one, verdicts)).toList();
    }

    private static Asked ask(Question question, MetricLimits limits, MonitorSpec spec) {
        List<MetricCandidate> metrics = MetricCandidate.of(
                question.profile(), question.reference().map(PerformanceReference::baseline), limits, spec.minRows());
        Optional<LabelCandidate> labels = spec.ignores(LabelCandidate.SUBJECT)
                ? Optional.empty()
                : question.reference()
                        .map(reference -> new LabelCandidate(
                                question.profile(),
                                reference.baseline(),
                                spec.decisionThresholdsOf(LabelCandidate.SUBJECT)));
        return new Asked(question, metrics, labels);
    }

    private static Answer answer(Asked asked, Iterator<Verdict> verdicts) {
        List<Ruling> rulings = new ArrayList<>();
        Evidence evidence = evidenceOf(asked.question());
        for (MetricCandidate metric : asked.metrics()) {
            rulings.add(new Ruling(PerformanceSubjects.of(metric.metric()), verdicts.next(), evidence));
        }
        asked.labels().ifPresent(_ -> rulings.add(new Ruling(LabelCandidate.SUBJECT, verdicts.next(), evidence)));
        return new Answer(asked.question(), rulings);
    }

    /** Every metric of the window. */
    private static Evidence evidenceOf(Question question) {
        Map<String, Double> values = new TreeMap<>();
        question.profile().metrics().forEach((metric, value) -> values.put(metric.key(), value.value()));
        return new Evidence(values, question.referenceRows(), question.profile().labelled());
    }
}
