package io.tidemark.serving.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one feature becomes columns of numbers. It is learned in training and is part of the saved model, so that serving sees what
 * training saw.
 */
public sealed interface FeatureEncoding
        permits NumberEncoding,
                CategoryEncoding,
                BooleanEncoding,
                RawNumberEncoding,
                RawTextEncoding,
                CategoryCodeEncoding,
                OneHotEncoding {

    /** The name of the feature. */
    String feature();

    /** The names of the columns; they differ from each other within this feature. */
    List<String> columns();

    /**
     * Writes the columns of one value.
     *
     * @param value the value as it was logged; null and values of a type that this feature does not have are missing
     * @param into the row, whose cells from {@code at} on are zero and become the columns of this feature
     */
    void encode(@Nullable Object value, double[] into, int at);
}
