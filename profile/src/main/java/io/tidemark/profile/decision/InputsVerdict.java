package io.tidemark.profile.decision;

import java.util.Optional;

/**
 * What was found of all that a model was given and answered in a window, before any label: features, how they depend on each other, predictions
 * and the number of rows.
 *
 * @param featuresJudged whether any feature was
 * @param severity the most severe verdict; INSUFFICIENT where nothing could be judged
 * @param diagnosis what they show together; empty where nothing drifted
 */
public record InputsVerdict(boolean featuresJudged, Severity severity, Optional<Diagnosis> diagnosis) {
    /** Nobody has judged them, or they could not be judged. */
    public static final InputsVerdict UNKNOWN = new InputsVerdict(false, Severity.INSUFFICIENT, Optional.empty());

    public InputsVerdict {
        if (severity.isDrift() != diagnosis.isPresent()) {
            throw new IllegalArgumentException("a window's inputs have a diagnosis where they drifted and only there: "
                    + severity + ", " + diagnosis);
        }
    }

    /** Whether features are distributed differently, each alone or as they depend on each other. */
    boolean showsOtherFeatures() {
        return diagnosis
                .map(Diagnosis::type)
                .filter(type -> type == Diagnosis.Type.COVARIATE || type == Diagnosis.Type.MULTIVARIATE)
                .isPresent();
    }
}
