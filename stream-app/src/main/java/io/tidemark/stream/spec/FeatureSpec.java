package io.tidemark.stream.spec;

import io.tidemark.schemas.avro.FeatureKind;

/**
 * What differs for one feature.
 *
 * @param kind how its values are compared; AUTO decides from the data
 * @param ignore whether it is left out
 * @param thresholds before those of the whole monitor
 */
public record FeatureSpec(FeatureKind kind, boolean ignore, Thresholds thresholds) {
    public static final FeatureSpec DEFAULT = new FeatureSpec(FeatureKind.AUTO, false, Thresholds.NONE);
}
