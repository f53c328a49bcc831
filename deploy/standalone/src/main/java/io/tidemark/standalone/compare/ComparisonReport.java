package io.tidemark.standalone.compare;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.compare.FeatureComparator;
import io.tidemark.profile.compare.FeatureComparison;
import io.tidemark.profile.csv.ColumnSelection;
import io.tidemark.profile.csv.CsvBaselineSettings;
import io.tidemark.profile.csv.CsvBaselines;
import io.tidemark.profile.csv.CsvProfile;
import io.tidemark.profile.csv.CsvProfiles;
import io.tidemark.profile.csv.CsvProgress;
import io.tidemark.profile.csv.CsvSource;
import io.tidemark.profile.csv.Detail;
import io.tidemark.profile.decision.DriftDecision;
import io.tidemark.profile.decision.DriftKind;
import io.tidemark.profile.decision.FeatureCandidate;
import io.tidemark.profile.decision.Severity;
import io.tidemark.profile.decision.Thresholds;
import io.tidemark.profile.decision.Verdict;
import io.tidemark.profile.sketch.FeatureSketch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What became of each column of one file in another.
 *
 * @param features in the order of the baseline's columns
 */
public record ComparisonReport(long baselineRows, long currentRows, List<ComparedFeature> features) {
    /** The probability of a false alarm in two files without drift. */
    private static final double LEVEL = 0.01;

    public ComparisonReport {
        features = List.copyOf(features);
    }

    /**
     * Compares two files, each read a few times from disk and never held in memory.
     *
     * @param selection columns that are features; their kinds are those of the baseline's values
     * @throws io.tidemark.profile.csv.CsvException if a file can't be used, or the current one lacks a column
     */
    public static ComparisonReport of(
            CsvSource baselineFile,
            CsvSource currentFile,
            ColumnSelection selection,
            Thresholds thresholds,
            CsvProgress baselineProgress,
            CsvProgress currentProgress) {
        Baseline baseline = CsvBaselines.create(
                baselineFile, CsvBaselineSettings.of(selection, Detail.OFFLINE), Instant.now(), baselineProgress);
        CsvProfile current = CsvProfiles.profile(currentFile, baseline, Detail.OFFLINE, currentProgress);
        List<FeatureCandidate> candidates = new ArrayList<>();
        for (FeatureBaseline feature : baseline.features().values()) {
            FeatureSketch sketch = current.sketches().get(feature.name());
            if (sketch != null) {
                FeatureComparison comparison = FeatureComparator.compare(feature, sketch, current.rows());
                candidates.add(new FeatureCandidate(comparison, thresholds, DriftKind.FEATURE));
            }
        }
        List<Verdict> verdicts = DriftDecision.decide(candidates, LEVEL);
        List<ComparedFeature> features = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            features.add(new ComparedFeature(candidates.get(i).comparison(), verdicts.get(i)));
        }
        return new ComparisonReport(baseline.rows(), current.rows(), features);
    }

    /** The most severe verdict of all. */
    public Severity severity() {
        return features.stream()
                .map(feature -> feature.verdict().severity())
                .max(Comparator.naturalOrder())
                .orElse(Severity.NONE);
    }

    /** Whether any feature drifted. */
    public boolean drifted() {
        return severity().isDrift();
    }

    /** Features that drifted, the most severe first. */
    public List<ComparedFeature> driftedFeatures() {
        return features.stream()
                .filter(feature -> feature.verdict().severity().isDrift())
                .sorted(Comparator.comparing(
                        (ComparedFeature feature) -> feature.verdict().severity(), Comparator.reverseOrder()))
                .toList();
    }
}
