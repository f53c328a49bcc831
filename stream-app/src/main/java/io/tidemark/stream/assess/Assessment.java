package io.tidemark.stream.assess;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.compare.DependenceComparison;
import io.tidemark.profile.compare.FeatureComparison;
import io.tidemark.profile.compare.Statistic;
import io.tidemark.profile.decision.Diagnosis;
import io.tidemark.profile.decision.EpisodeTransition;
import io.tidemark.profile.decision.InputsVerdict;
import io.tidemark.profile.decision.Verdict;
import io.tidemark.profile.decision.VolumeCandidate;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.stream.window.WindowKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the assess step has to say. */
public sealed interface Assessment {

    /**
     * A pane is complete. The panes of a model do not overlap, so their rows add up.
     *
     * @param window the pane
     * @param supplement whether the pane had been judged before, or is published before all its rows have come; then these rows add to it and
     *     carry no verdicts
     * @param rows of the pane, as all counts and sketches here
     * @param unprofiledRows rows that are in no sketch, for want of room: none, or all, and then there are no features
     * @param droppedValues feature values that were not profiled because the window had too many features
     * @param absentTags tags that the spec cuts by and that no event of the pane had; see {@link AbsentTags}
     * @param baseline what it was compared with; empty while a baseline is being learned
     * @param judged the window that ends with this pane, which all judgements here are on
     * @param verdict what that window shows as a whole
     */
    record WindowAssessed(
            WindowKey window,
            boolean supplement,
            long rows,
            long unprofiledRows,
            long droppedValues,
            List<String> absentTags,
            String specRevision,
            Optional<Baseline> baseline,
            JudgedSpan judged,
            InputsVerdict verdict,
            SortedMap<String, FeatureAssessment> features)
            implements Assessment {

        /** Whether the judgements are on this pane and nothing else. */
        public boolean isJudgedAlone() {
            return judged.startMs() == window.startMs() && judged.endMs() == window.endMs();
        }
    }

    /**
     * What was judged: the pane itself, or a window that holds it and panes before it.
     *
     * @param startMs milliseconds since the epoch, inclusive
     * @param endMs exclusive
     */
    record JudgedSpan(long startMs, long endMs, long rows) {}

    /**
     * One feature of a pane.
     *
     * @param judgement empty where the baseline does not know the feature or there is no baseline
     */
    record FeatureAssessment(String feature, FeatureSketch sketch, Optional<Judgement> judgement) {}

    /** The numbers and what follows from them. */
    record Judgement(FeatureComparison comparison, Verdict verdict) {}

    /**
     * A drift episode opened, changed its severity, or ended.
     *
     * @param window what was judged
     * @param subject a feature, a prediction, or one of {@link WholeModel}
     * @param diagnosis what the window shows as a whole; empty where nothing drifted in it
     */
    record EpisodeChanged(
            WindowKey window,
            String subject,
            EpisodeTransition change,
            Verdict verdict,
            Evidence evidence,
            Yardstick yardstick,
            Optional<Diagnosis> diagnosis,
            String specRevision)
            implements Assessment {}

    /** What a verdict rests on: every statistic that was measured, by its key, and both sides' rows. */
    record Evidence(Map<String, Double> statistics, long baselineRows, long currentRows) {
        public static Evidence of(FeatureComparison comparison) {
            Map<String, Double> statistics = new TreeMap<>();
            comparison.measurements().forEach((statistic, measured) -> {
                if (Double.isFinite(measured.value())) {
                    statistics.put(statistic.key(), measured.value());
                }
            });
            return new Evidence(
                    statistics,
                    comparison.baseline().rows(),
                    comparison.current().rows());
        }

        public static Evidence of(DependenceComparison comparison) {
            return new Evidence(
                    Map.of(Statistic.CORRELATION.key(), comparison.change().value()),
                    comparison.baselineRows(),
                    comparison.currentRows());
        }

        /** Of a volume: the rows that came, beside those that were expected of the baseline's. */
        public static Evidence of(VolumeCandidate volume, long baselineRows) {
            return new Evidence(
                    Map.of(
                            Statistic.VOLUME.key(),
                            volume.change().value(),
                            "expectedRows",
                            volume.expected().rows()),
                    baselineRows,
                    volume.rows());
        }
    }

    /** A model version without a baseline has seen enough rows: this is its baseline from now on. */
    record BaselineLearned(String model, String version, String segment, Baseline baseline) implements Assessment {}
}
