package io.tidemark.profile.csv;

/** Two columns would be features of the same name. */
public final class DuplicateFeatureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DuplicateFeatureException(String feature) {
        super("two features would be named '" + feature + "'");
    }
}
