package io.tidemark.load.scorecard.stream;

/**
 * What drifts in a stream.
 *
 * @param features how many features are affected, the first ones
 * @param oneSegment whether only the rows of one segment are
 */
record Drift(Change change, int features, boolean oneSegment) {
    static final Drift NONE = new Drift(new Change.None(), 0, false);

    static Drift inOneFeature(Change change) {
        return new Drift(change, 1, false);
    }
}
