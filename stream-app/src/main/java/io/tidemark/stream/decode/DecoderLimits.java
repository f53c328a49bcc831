package io.tidemark.stream.decode;

import io.tidemark.stream.event.FeatureNames;

/**
 * How much one event may ask of the monitor.
 *
 * @param maxFeatures features and parts of the prediction in one event
 * @param maxTags tags in one event
 * @param maxNameLength length of a feature's name in characters
 * @param maxArrayLength elements of a feature that is an array of numbers; of a longer one only the length is known
 */
public record DecoderLimits(int maxFeatures, int maxTags, int maxNameLength, int maxArrayLength) {
    public static final DecoderLimits DEFAULT = new DecoderLimits(2_000, 1_000, FeatureNames.MAX_LENGTH, 16_384);

    public DecoderLimits {
        if (maxFeatures < 1 || maxTags < 0 || maxNameLength < 1 || maxArrayLength < 1) {
            throw new IllegalArgumentException("limits must be positive: " + maxFeatures + " features, " + maxTags
                    + " tags, names of " + maxNameLength + " characters, arrays of " + maxArrayLength + " elements");
        }
    }

    /** The default with another number of features. */
    public static DecoderLimits ofFeatures(int maxFeatures) {
        return new DecoderLimits(maxFeatures, DEFAULT.maxTags, DEFAULT.maxNameLength, DEFAULT.maxArrayLength);
    }

    /** These limits with another length of arrays. */
    public DecoderLimits withArrays(int newMaxArrayLength) {
        return new DecoderLimits(maxFeatures, maxTags, maxNameLength, newMaxArrayLength);
    }
}
