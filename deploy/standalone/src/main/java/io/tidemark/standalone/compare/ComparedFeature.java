package io.tidemark.standalone.compare;

import io.tidemark.profile.compare.FeatureComparison;
import io.tidemark.profile.decision.Verdict;

/** One feature of both files, measured and judged. */
public record ComparedFeature(FeatureComparison comparison, Verdict verdict) {

    public String name() {
        return comparison.feature();
    }
}
