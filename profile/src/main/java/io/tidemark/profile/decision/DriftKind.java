package io.tidemark.profile.decision;

/** What drifted. */
public enum DriftKind {
    /** Values are missing, of a wrong type, outside of the known range, or of unknown categories: look at the data's source. */
    DATA_QUALITY,
    /** A feature's values are distributed differently. */
    FEATURE,
    /** Predictions are distributed differently. */
    PREDICTION,
    /** Labels are distributed differently. */
    LABEL,
    /** Features depend on each other differently, though each alone is as it was. */
    MULTIVARIATE,
    /** The model predicts worse. */
    PERFORMANCE,
    /** So many features drifted that the model's input as a whole did. */
    DATASET,
    /** Far more or far fewer events than the reference lets expect. */
    VOLUME,
    /** No drift: more models, versions, segments, features or categories came than the monitor takes in. */
    LIMIT
}
