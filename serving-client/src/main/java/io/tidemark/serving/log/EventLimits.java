package io.tidemark.serving.log;

/**
 * How much one inference may hold. The monitor has the same limits by default, and sends what exceeds them to the dead letters; to refuse it here saves the way.
 *
 * @param maxFeatures features and scores of classes
 * @param maxTags tags
 * @param maxNameLength characters of an id, a version, or a name of a feature, class or tag
 * @param maxTextLength characters of a text
 * @param maxArrayLength elements of an embedding
 */
record EventLimits(int maxFeatures, int maxTags, int maxNameLength, int maxTextLength, int maxArrayLength) {
    static final EventLimits DEFAULT = new EventLimits(2_000, 1_000, 512, 32_768, 16_384);

    EventLimits with(int newMaxFeatures, int newMaxTextLength) {
        return new EventLimits(newMaxFeatures, maxTags, maxNameLength, newMaxTextLength, maxArrayLength);
    }
}
