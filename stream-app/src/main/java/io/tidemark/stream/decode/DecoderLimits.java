package io.tidemark.stream.decode;

/**
 * How much one event may ask of the monitor.
 *
 * @param maxFeatures features and parts of the prediction in one event
 * @param maxTags tags in one event
 * @param maxNameLength length of a feature's name in characters
 */
public record DecoderLimits(int maxFeatures, int maxTags, int maxNameLength) {
    public static final DecoderLimits DEFAULT = new DecoderLimits(2_000, 1_000, 512);

    public DecoderLimits {
        if (maxFeatures < 1 || maxTags < 0 || maxNameLength < 1) {
            throw new IllegalArgumentException("limits must be positive: " + maxFeatures + " features, " + maxTags
                    + " tags, names of " + maxNameLength + " characters");
        }
    }

    /** The default with another number of features. */
    public static DecoderLimits ofFeatures(int maxFeatures) {
        return new DecoderLimits(maxFeatures, DEFAULT.maxTags, DEFAULT.maxNameLength);
    }
}
