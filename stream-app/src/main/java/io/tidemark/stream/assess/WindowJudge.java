package io.tidemark.stream.assess;

import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.compare.FeatureComparator;
import io.tidemark.profile.compare.FeatureComparison;
import io.tidemark.profile.decision.DriftDecision;
import io.tidemark.profile.decision.DriftKind;
import io.tidemark.profile.decision.FeatureCandidate;
import io.tidemark.profile.decision.Verdict;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.SketchConfig;
import io.tidemark.stream.assess.Assessment.Judgement;
import io.tidemark.stream.event.Predictions;
import io.tidemark.stream.spec.MonitorSpec;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Judges windows of one span, of all versions and segments, together: what is asked of one counts for all. Pure.
 *
 * <p>Features that the yardstick does not know are not judged.
 */
final class WindowJudge {
    private WindowJudge() {}

    /**
     * A window and what it is compared with.
     *
     * @param settled features that are not judged, since what there is to say of them was said already
     */
    record Question(MergedWindow window, Yardstick yardstick, Set<String> settled) {
        Question(MergedWindow window, Yardstick yardstick) {
            this(window, yardstick, Set.of());
        }
    }

    /**
     * The judgements on each question's features, in the order of the questions.
     *
     * @param level the probability of any false alarm among them all
     */
    static List<SortedMap<String, Judgement>> judge(List<Question> family, MonitorSpec spec, double level) {
        List<List<FeatureCandidate>> candidates =
                family.stream().map(question -> candidates(question, spec)).toList();
        Iterator<Verdict> verdicts = DriftDecision.decide(
                        candidates.stream().flatMap(List::stream).toList(), level)
                .iterator();
        List<SortedMap<String, Judgement>> judgements = new ArrayList<>();
        for (List<FeatureCandidate> ofOne : candidates) {
            SortedMap<String, Judgement> byFeature = new TreeMap<>();
            for (FeatureCandidate candidate : ofOne) {
                FeatureComparison comparison = candidate.comparison();
                byFeature.put(comparison.feature(), new Judgement(comparison, verdicts.next()));
            }
            judgements.add(byFeature);
        }
        return judgements;
    }

    private static List<FeatureCandidate> candidates(Question question, MonitorSpec spec) {
        List<FeatureCandidate> candidates = new ArrayList<>();
        for (String name : new TreeSet<>(question.yardstick().features().keySet())) {
            FeatureBaseline known = question.yardstick().features().get(name);
            if (known != null && !spec.ignores(name) && !question.settled().contains(name)) {
                candidates.add(candidate(known, question.window(), spec));
            }
        }
        return candidates;
    }

    private static FeatureCandidate candidate(FeatureBaseline known, MergedWindow window, MonitorSpec spec) {
        String name = known.name();
        FeatureComparison comparison = FeatureComparator.compare(known, sketchOf(name, window, spec), window.rows());
        DriftKind subject = Predictions.isPrediction(name) ? DriftKind.PREDICTION : DriftKind.FEATURE;
        return new FeatureCandidate(comparison, spec.decisionThresholdsOf(name), subject);
    }

    /** The feature's sketch; an empty one where no row had it. */
    static FeatureSketch sketchOf(String name, MergedWindow window, MonitorSpec spec) {
        FeatureSketch sketch = window.features().get(name);
        return sketch == null ? new FeatureSketch(SketchConfig.window(), spec.hintOf(name)) : sketch;
    }
}
