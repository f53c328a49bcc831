package io.tidemark.stream.assess;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.decision.Verdict;
import io.tidemark.stream.spec.Reference;
import java.util.Map;
import java.util.Optional;

/**
 * What a window is compared with.
 *
 * @param id names the rows: a baseline's id, or from when to when an earlier window was
 * @param learned whether it is a baseline that nobody approved
 * @param baseline the baseline, if it is one
 */
public record Yardstick(
        Reference reference,
        String id,
        boolean learned,
        Map<String, FeatureBaseline> features,
        Optional<Baseline> baseline) {

    static Yardstick of(Baseline baseline) {
        return new Yardstick(
                Reference.BASELINE, baseline.id(), baseline.learned(), baseline.features(), Optional.of(baseline));
    }

    /** A verdict that says what it is beside, where that is no baseline. */
    Verdict says(Verdict verdict) {
        String beside = switch (reference) {
            case BASELINE -> "";
            case PREVIOUS_WINDOW -> "beside the window before (" + id + "): ";
            case SAME_TIME_LAST_WEEK -> "beside the same time last week (" + id + "): ";
        };
        return beside.isEmpty() ? verdict : verdict.withReason(beside + verdict.reason());
    }

    /** Nothing to compare with. */
    public static Yardstick none(Reference reference) {
        return new Yardstick(reference, "", false, Map.of(), Optional.empty());
    }
}
