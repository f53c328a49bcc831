package io.tidemark.stream.assess;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.compare.DependenceComparison;
import io.tidemark.profile.compare.FeatureComparator;
import io.tidemark.profile.decision.Candidate;
import io.tidemark.profile.decision.DependenceCandidate;
import io.tidemark.profile.decision.Diagnosis;
import io.tidemark.profile.decision.DriftDecision;
import io.tidemark.profile.decision.DriftKind;
import io.tidemark.profile.decision.FeatureCandidate;
import io.tidemark.profile.decision.Verdict;
import io.tidemark.profile.decision.VolumeCandidate;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.SketchConfig;
import io.tidemark.stream.assess.Assessment.Evidence;
import io.tidemark.stream.assess.Assessment.Judgement;
import io.tidemark.stream.event.Predictions;
import io.tidemark.stream.spec.MonitorSpec;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Judges windows of one span, of all versions and segments, together: what is asked of one counts for all. Pure.
 *
 * <p>Features that the yardstick does not know are not judged, nor is any of a window that was not profiled as a whole.
 */
final class WindowJudge {
    private WindowJudge() {}

    /**
     * A window and what it is compared with.
     *
     * @param pane the last of the window: what its number of rows is judged by
     * @param settled subjects that are not judged, since what there is to say of them was said already or can't be told
     */
    record Question(MergedWindow window, MergedWindow pane, Yardstick yardstick, Set<String> settled) {
        Question(MergedWindow window, Yardstick yardstick, Set<String> settled) {
            this(window, window, yardstick, settled);
        }

        Question(MergedWindow window, Yardstick yardstick) {
            this(window, yardstick, Set.of());
        }

        long baselineRows() {
            return yardstick.baseline().map(Baseline::rows).orElse(0L);
        }
    }

    /**
     * What came of a question.
     *
     * @param judgements by feature
     * @param rulings on every subject, features and others
     * @param diagnosis what they say together; empty where nothing drifted
     */
    record Answer(
            Question question, Map<String, Judgement> judgements, List<Ruling> rulings, Optional<Diagnosis> diagnosis) {
        Answer with(Diagnosis made) {
            return new Answer(question, judgements, rulings, Optional.of(made));
        }
    }

    private record Candidates(
            Question question,
            List<FeatureCandidate> features,
            Optional<DependenceCandidate> joint,
            Optional<VolumeCandidate> volume) {
        Stream<Candidate> all() {
            return Stream.of(features.stream(), joint.stream(), volume.stream()).flatMap(stream -> stream);
        }
    }

    /**
     * The answers to questions, in their order.
     *
     * @param level the probability of any false alarm among them all
     */
    static List<Answer> judge(List<Question> family, MonitorSpec spec, double level) {
        List<Candidates> asked =
                family.stream().map(question -> candidates(question, spec)).toList();
        Iterator<Verdict> verdicts = DriftDecision.decide(
                        asked.stream().flatMap(Candidates::all).toList(), level)
                .iterator();
        return Diagnoses.of(
                asked.stream().map(ofOne -> answer(ofOne, verdicts, spec)).toList());
    }

    private static Answer answer(Candidates asked, Iterator<Verdict> verdicts, MonitorSpec spec) {
        Map<String, Judgement> judgements = new TreeMap<>();
        List<Ruling> rulings = new ArrayList<>();
        for (FeatureCandidate feature : asked.features()) {
            Verdict verdict = asked.question().yardstick().says(verdicts.next());
            Judgement judgement = new Judgement(feature.comparison(), verdict);
            String name = feature.comparison().feature();
            judgements.put(name, judgement);
            rulings.add(new Ruling(name, judgement.verdict(), Evidence.of(feature.comparison())));
        }
        asked.joint()
                .ifPresent(joint ->
                        rulings.add(new Ruling(WholeModel.JOINT, verdicts.next(), Evidence.of(joint.comparison()))));
        asked.volume()
                .ifPresent(volume -> rulings.add(new Ruling(
                        WholeModel.VOLUME,
                        verdicts.next(),
                        Evidence.of(volume, asked.question().baselineRows()))));
        WholeDataset.ruling(asked.question(), judgements, spec).ifPresent(rulings::add);
        return new Answer(asked.question(), judgements, rulings, Optional.empty());
    }

    private static Candidates candidates(Question question, MonitorSpec spec) {
        MergedWindow window = question.window();
        Yardstick yardstick = question.yardstick();
        List<FeatureCandidate> features = new ArrayList<>();
        Map<String, FeatureBaseline> judged = window.isProfiled() ? yardstick.features() : Map.of();
        new TreeMap<>(judged).forEach((name, known) -> {
            if (!spec.ignores(name) && !question.settled().contains(name)) {
                features.add(candidate(known, window, spec));
            }
        });
        Optional<DependenceCandidate> joint = question.settled().contains(WholeModel.JOINT)
                ? Optional.empty()
                : yardstick.baseline().flatMap(baseline -> dependence(baseline, window, spec));
        return new Candidates(question, features, joint, WholeVolume.candidate(question, spec));
    }

    private static FeatureCandidate candidate(FeatureBaseline known, MergedWindow window, MonitorSpec spec) {
        String name = known.name();
        DriftKind subject = Predictions.isPrediction(name) ? DriftKind.PREDICTION : DriftKind.FEATURE;
        return new FeatureCandidate(
                FeatureComparator.compare(known, sketchOf(name, window, spec), window.rows()),
                spec.decisionThresholdsOf(name),
                subject);
    }

    private static Optional<DependenceCandidate> dependence(Baseline baseline, MergedWindow window, MonitorSpec spec) {
        if (baseline.joint().isEmpty() || window.joint().isEmpty() || !spec.multivariate()) {
            return Optional.empty();
        }
        return DependenceComparison.compare(
                        baseline.jointLayout(),
                        baseline.joint().get(),
                        window.joint().get())
                .map(comparison -> new DependenceCandidate(comparison, spec.decisionThresholdsOf(WholeModel.JOINT)));
    }

    /** The feature's sketch; an empty one where no row had it. */
    static FeatureSketch sketchOf(String name, MergedWindow window, MonitorSpec spec) {
        FeatureSketch sketch = window.features().get(name);
        return sketch == null ? new FeatureSketch(SketchConfig.window(), spec.hintOf(name)) : sketch;
    }
}
