package io.tidemark.stream.assess;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.compare.DependenceComparison;
import io.tidemark.profile.compare.FeatureComparator;
import io.tidemark.profile.compare.FeatureComparison;
import io.tidemark.profile.decision.Candidate;
import io.tidemark.profile.decision.DependenceCandidate;
import io.tidemark.profile.decision.DriftDecision;
import io.tidemark.profile.decision.DriftKind;
import io.tidemark.profile.decision.FeatureCandidate;
import io.tidemark.profile.decision.Verdict;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.SketchConfig;
import io.tidemark.stream.assess.Assessment.BaselineLearned;
import io.tidemark.stream.assess.Assessment.EpisodeChanged;
import io.tidemark.stream.assess.Assessment.Evidence;
import io.tidemark.stream.assess.Assessment.FeatureAssessment;
import io.tidemark.stream.assess.Assessment.Judgement;
import io.tidemark.stream.assess.Assessment.WindowAssessed;
import io.tidemark.stream.control.Monitors;
import io.tidemark.stream.event.Predictions;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.WindowKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Judges one model's complete windows: compares every feature with the baseline of the version that made the predictions
 * and advances the features' episodes. Features that the baseline does not know are published, but not judged.
 */
final class WindowJudge {
    private final BaselineLearner learner;
    private final Episodes episodes;

    WindowJudge(String model, Monitors monitors) {
        this.learner = new BaselineLearner(model, monitors);
        this.episodes = new Episodes(model);
    }

    /** Judges the windows of one span, of all versions and segments, together: what is asked of one counts for all. */
    void judge(List<MergedWindow> span, MonitorSpec spec, Consumer<Assessment> out) {
        List<ComparedWindow> compared =
                span.stream().map(window -> compare(window, spec)).toList();
        List<Candidate> candidates =
                compared.stream().flatMap(ComparedWindow::candidates).toList();
        Iterator<Verdict> verdicts = DriftDecision.decide(
                        candidates, spec.levelOf(spec.windows().hop()))
                .iterator();
        for (ComparedWindow window : compared) {
            Map<String, Judgement> judgements = new TreeMap<>();
            for (FeatureCandidate feature : window.features()) {
                FeatureComparison comparison = feature.comparison();
                judgements.put(comparison.feature(), new Judgement(comparison, verdicts.next()));
            }
            publish(window, judgements, window.joint().map(_ -> verdicts.next()), spec, out);
        }
    }

    private record ComparedWindow(
            MergedWindow window,
            Optional<Baseline> baseline,
            List<FeatureCandidate> features,
            Optional<DependenceCandidate> joint) {
        Stream<Candidate> candidates() {
            return Stream.concat(features.stream(), joint.stream());
        }
    }

    private ComparedWindow compare(MergedWindow window, MonitorSpec spec) {
        Optional<Baseline> baseline = learner.baselineOf(window.key());
        List<FeatureCandidate> features = new ArrayList<>();
        for (String name : names(window, spec, baseline)) {
            baseline.flatMap(found -> found.feature(name))
                    .ifPresent(reference -> features.add(candidate(reference, window, spec)));
        }
        return new ComparedWindow(
                window, baseline, features, baseline.flatMap(found -> dependence(found, window, spec)));
    }

    private static FeatureCandidate candidate(FeatureBaseline reference, MergedWindow window, MonitorSpec spec) {
        String name = reference.name();
        FeatureComparison comparison =
                FeatureComparator.compare(reference, sketchOf(name, window, spec), window.rows());
        DriftKind subject = Predictions.isPrediction(name) ? DriftKind.PREDICTION : DriftKind.FEATURE;
        return new FeatureCandidate(comparison, spec.decisionThresholdsOf(name), subject);
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

    private void publish(
            ComparedWindow compared,
            Map<String, Judgement> judgements,
            Optional<Verdict> jointVerdict,
            MonitorSpec spec,
            Consumer<Assessment> out) {
        MergedWindow window = compared.window();
        WindowKey key = window.key();
        out.accept(assessed(window, spec, compared.baseline(), judgements));
        if (compared.baseline().isEmpty()) {
            learner.learn(window, spec)
                    .ifPresent(learned ->
                            out.accept(new BaselineLearned(key.model(), key.version(), key.segment(), learned)));
            return;
        }
        Baseline baseline = compared.baseline().get();
        judgements.forEach((feature, judgement) ->
                advance(key, feature, judgement.verdict(), Evidence.of(judgement.comparison()), baseline, spec, out));
        compared.joint()
                .ifPresent(joint -> advance(
                        key,
                        WholeModel.JOINT,
                        jointVerdict.orElseThrow(),
                        Evidence.of(joint.comparison()),
                        baseline,
                        spec,
                        out));
    }

    private void advance(
            WindowKey window,
            String subject,
            Verdict verdict,
            Evidence evidence,
            Baseline baseline,
            MonitorSpec spec,
            Consumer<Assessment> out) {
        episodes.advance(window, subject, verdict, spec.episodePolicy())
                .ifPresent(change -> out.accept(
                        new EpisodeChanged(window, subject, change, verdict, evidence, baseline, spec.revision())));
    }

    /** Rows for a window that was judged before: published as what they are. */
    WindowAssessed supplement(MergedWindow window, MonitorSpec spec) {
        return assessed(window, spec, Optional.empty(), Map.of());
    }

    private static WindowAssessed assessed(
            MergedWindow window, MonitorSpec spec, Optional<Baseline> baseline, Map<String, Judgement> judgements) {
        SortedMap<String, FeatureAssessment> features = new TreeMap<>();
        for (String name : names(window, spec, baseline)) {
            features.put(
                    name,
                    new FeatureAssessment(
                            name, sketchOf(name, window, spec), Optional.ofNullable(judgements.get(name))));
        }
        return new WindowAssessed(
                window.key(),
                window.supplement(),
                window.rows(),
                window.droppedValues(),
                spec.revision(),
                baseline,
                features);
    }

    private static SortedSet<String> names(MergedWindow window, MonitorSpec spec, Optional<Baseline> baseline) {
        SortedSet<String> names = new TreeSet<>(window.features().keySet());
        baseline.ifPresent(b -> names.addAll(b.features().keySet()));
        names.removeIf(spec::ignores);
        return names;
    }

    /** The feature's sketch; an empty one where no row had it. */
    private static FeatureSketch sketchOf(String name, MergedWindow window, MonitorSpec spec) {
        FeatureSketch sketch = window.features().get(name);
        return sketch == null ? new FeatureSketch(SketchConfig.window(), spec.hintOf(name)) : sketch;
    }

    void save(StateWriter writer) {
        learner.save(writer);
        episodes.save(writer);
    }

    void restore(String key, byte[] value) {
        if (key.startsWith(AssessorState.EPISODE)) {
            episodes.restore(key, value);
        } else {
            learner.restore(key, value);
        }
    }
}
