package io.tidemark.standalone.advice;

import java.util.List;
import java.util.Optional;

/**
 * What came of all settings.
 *
 * @param trials in the order of their settings
 * @param current what came of the spec's own setting
 * @param recommended empty where no window was judged with any setting
 */
public record Advice(AdviceQuestion question, List<Trial> trials, Trial current, Optional<Recommendation> recommended) {
    public Advice {
        trials = List.copyOf(trials);
    }

    /** The recommended setting. */
    public Optional<Setting> setting() {
        return recommended.map(Recommendation::trial).map(Trial::setting);
    }
}
