package io.tidemark.load.scorecard.trial;

import io.tidemark.load.scorecard.rule.Rule;
import io.tidemark.profile.decision.EpisodeTransition;
import io.tidemark.stream.assess.Assessment;
import io.tidemark.stream.assess.Assessment.EpisodeChanged;
import io.tidemark.stream.assess.Assessment.FeatureAssessment;
import io.tidemark.stream.assess.Assessment.Judgement;
import io.tidemark.stream.assess.Assessment.WindowAssessed;
import io.tidemark.stream.spec.MonitorSpec;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What the monitor said of each window of a run, and what each rule would have said of the same sketches. */
final class Observations implements Consumer<Assessment> {
    private final MonitorSpec spec;
    private final Predicate<String> concerned;
    private final Map<Rule, double[]> scores = new EnumMap<>(Rule.class);
    private final BitSet alarms = new BitSet();
    private int judged;
    private int opened;
    private int firstDetection = -1;

    /** @param concerned whether an episode's subject is what drifted */
    Observations(MonitorSpec spec, int windows, Predicate<String> concerned) {
        this.spec = spec;
        this.concerned = concerned;
        for (Rule rule : Rule.values()) {
            scores.put(rule, new double[windows]);
        }
    }

    @Override
    public void accept(Assessment assessment) {
        switch (assessment) {
            case WindowAssessed window -> accept(window);
            case EpisodeChanged change -> accept(change);
            case Assessment.BaselineLearned learned ->
                throw new IllegalStateException("a baseline was given, and yet one was learned: " + learned.segment());
        }
    }

    private void accept(WindowAssessed window) {
        int index = MonitorRun.indexOf(window.window().startMs(), spec);
        judged = Math.max(judged, index + 1);
        for (FeatureAssessment feature : window.features().values()) {
            if (feature.judgement().isPresent()) {
                accept(feature.judgement().get(), index);
            }
        }
    }

    private void accept(Judgement judgement, int index) {
        if (judgement.verdict().severity().isDrift()) {
            alarms.set(index);
        }
        scores.forEach((rule, ofRule) -> ofRule[index] = Math.max(ofRule[index], rule.score(judgement.comparison())));
    }

    private void accept(EpisodeChanged change) {
        if (change.change().type() != EpisodeTransition.Type.OPENED) {
            return;
        }
        int index = MonitorRun.indexOf(change.window().startMs(), spec);
        alarms.set(index);
        opened++;
        if (firstDetection < 0 && concerned.test(change.subject())) {
            firstDetection = index;
        }
    }

    /** Windows judged so far. */
    int judged() {
        return judged;
    }

    /** Episodes opened, of any feature. */
    int opened() {
        return opened;
    }

    /** Windows in which any feature drifted. */
    int alarms() {
        return alarms.cardinality();
    }

    /** The window, 1 for the first, that opened an episode of what drifted. */
    OptionalInt detectedIn() {
        return firstDetection < 0 ? OptionalInt.empty() : OptionalInt.of(firstDetection + 1);
    }

    /** By rule, the largest score over the features and segments of each window. */
    Map<Rule, double[]> scores() {
        return scores;
    }

    /** By rule, the largest score of the first {@code windows} windows. */
    Map<Rule, Double> largestScores(int windows) {
        Map<Rule, Double> largest = new EnumMap<>(Rule.class);
        scores.forEach((rule, ofRule) ->
                largest.put(rule, Arrays.stream(ofRule).limit(windows).max().orElse(0)));
        return largest;
    }
}
