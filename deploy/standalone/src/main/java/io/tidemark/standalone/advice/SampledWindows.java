package io.tidemark.standalone.advice;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.compare.FeatureComparison;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.stream.assess.Assessment.JudgedSpan;
import io.tidemark.stream.assess.Assessment.WindowAssessed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Of the windows of all rows every first, second, fourth or so, as many as are needed to tell how often something is noticed. */
final class SampledWindows {
    private static final int ENOUGH = 30;

    private final List<Sample> kept = new ArrayList<>();
    private int every = 1;
    private int seen;

    /** A window of a version, or several that had too few rows each. */
    record Judged(String version, JudgedSpan span) {}

    /**
     * What was judged, beside the baseline.
     *
     * @param comparisons by feature
     */
    record Sample(Judged judged, Baseline baseline, Map<String, FeatureComparison> comparisons) {
        static Sample of(WindowAssessed assessed) {
            Map<String, FeatureComparison> comparisons = new LinkedHashMap<>();
            assessed.features()
                    .values()
                    .forEach(feature -> feature.judgement()
                            .ifPresent(judgement -> comparisons.put(feature.feature(), judgement.comparison())));
            return new Sample(
                    new Judged(assessed.window().version(), assessed.judged()),
                    assessed.baseline().orElseThrow(),
                    comparisons);
        }
    }

    void add(WindowAssessed assessed) {
        if (!assessed.window().segment().equals(RecordKeys.ALL_ROWS)) {
            return;
        }
        if (seen++ % every == 0) {
            kept.add(Sample.of(assessed));
        }
        if (kept.size() == 2 * ENOUGH) {
            List<Sample> half =
                    IntStream.range(0, ENOUGH).mapToObj(i -> kept.get(2 * i)).toList();
            kept.clear();
            kept.addAll(half);
            every *= 2;
        }
    }

    /** How long what is judged is on average; zero where nothing was. */
    Duration length() {
        return Duration.ofMillis((long) kept.stream()
                .mapToLong(sample ->
                        sample.judged().span().endMs() - sample.judged().span().startMs())
                .average()
                .orElse(0));
    }

    List<Sample> all() {
        return List.copyOf(kept);
    }
}
