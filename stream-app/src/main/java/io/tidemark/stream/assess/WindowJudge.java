package io.tidemark.stream.assess;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.compare.FeatureComparator;
import io.tidemark.profile.compare.FeatureComparison;
import io.tidemark.profile.decision.DriftDecision;
import io.tidemark.profile.decision.DriftKind;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.SketchConfig;
import io.tidemark.stream.assess.Assessment.BaselineLearned;
import io.tidemark.stream.assess.Assessment.EpisodeChanged;
import io.tidemark.stream.assess.Assessment.FeatureAssessment;
import io.tidemark.stream.assess.Assessment.Judgement;
import io.tidemark.stream.assess.Assessment.WindowAssessed;
import io.tidemark.stream.control.Monitors;
import io.tidemark.stream.event.Predictions;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.WindowKey;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

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

    void judge(MergedWindow window, MonitorSpec spec, Consumer<Assessment> out) {
        Optional<Baseline> baseline = learner.baselineOf(window.key());
        WindowAssessed assessed = assess(window, spec, baseline);
        out.accept(assessed);
        if (baseline.isEmpty()) {
            WindowKey key = window.key();
            learner.learn(window, spec)
                    .ifPresent(learned ->
                            out.accept(new BaselineLearned(key.model(), key.version(), key.segment(), learned)));
            return;
        }
        for (FeatureAssessment feature : assessed.features().values()) {
            feature.judgement()
                    .ifPresent(judgement -> episodes.advance(
                                    window.key(), feature.feature(), judgement.verdict(), spec.episodePolicy())
                            .ifPresent(change -> out.accept(new EpisodeChanged(
                                    window.key(),
                                    feature.feature(),
                                    change,
                                    judgement,
                                    baseline.get(),
                                    spec.revision()))));
        }
    }

    /** Rows for a window that was judged before: published as what they are. */
    WindowAssessed supplement(MergedWindow window, MonitorSpec spec) {
        return assess(window, spec, Optional.empty());
    }

    private static WindowAssessed assess(MergedWindow window, MonitorSpec spec, Optional<Baseline> baseline) {
        SortedMap<String, FeatureAssessment> features = new TreeMap<>();
        for (String name : names(window, spec, baseline)) {
            Optional<FeatureBaseline> reference = baseline.map(b -> b.features().get(name));
            FeatureSketch sketch = sketchOf(name, window, spec);
            features.put(
                    name,
                    new FeatureAssessment(name, sketch, reference.map(r -> judgement(r, sketch, window.rows(), spec))));
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

    private static Judgement judgement(FeatureBaseline reference, FeatureSketch sketch, long rows, MonitorSpec spec) {
        FeatureComparison comparison = FeatureComparator.compare(reference, sketch, rows);
        DriftKind subject = Predictions.isPrediction(reference.name()) ? DriftKind.PREDICTION : DriftKind.FEATURE;
        return new Judgement(
                comparison, DriftDecision.decide(comparison, spec.decisionThresholdsOf(reference.name()), subject));
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
