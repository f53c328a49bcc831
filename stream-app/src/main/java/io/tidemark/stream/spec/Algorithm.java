package io.tidemark.stream.spec;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What models are trained with, by name. Their hyper-parameters the retrain worker knows and checks. */
public enum Algorithm {
    XGBOOST,
    RANDOM_FOREST,
    LOGISTIC_REGRESSION,
    LINEAR_REGRESSION,
    /** Searches among them. */
    AUTO;

    /** As it stands in a spec. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Algorithm> of(String key) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.key().equals(key))
                .findFirst();
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(Algorithm::key).toList();
    }
}
