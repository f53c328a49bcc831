package io.tidemark.serving.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The encodings of all features of a model: features in, one row of numbers out. Immutable. */
public final class FeatureEncodings {
    /** More features than this are taken for a mistake. */
    public static final int MAX_FEATURES = 10_000;

    private final List<FeatureEncoding> encodings;
    private final List<String> columns;

    /**
     * @param encodings at least one, of features that differ; their order is the order of the columns
     */
    public FeatureEncodings(List<FeatureEncoding> encodings) {
        if (encodings.isEmpty() || encodings.size() > MAX_FEATURES) {
            throw new IllegalArgumentException(
                    "a model has 1 to " + MAX_FEATURES + " features, not " + encodings.size());
        }
        this.encodings = List.copyOf(encodings);
        List<String> names = new ArrayList<>();
        Set<String> features = new HashSet<>();
        for (FeatureEncoding encoding : encodings) {
            if (!features.add(encoding.feature())) {
                throw new IllegalArgumentException("feature '" + encoding.feature() + "' has two encodings");
            }
            // The number in front keeps "a" = "b=c" apart from "a=b" = "c".
            String prefix = Integer.toString(features.size() - 1);
            encoding.columns().forEach(column -> names.add(prefix + column));
        }
        this.columns = List.copyOf(names);
    }

    public List<FeatureEncoding> asList() {
        return encodings;
    }

    /** The names of the columns, which all differ: the position of the feature, then the column of its encoding. */
    public List<String> columns() {
        return columns;
    }

    /** One row with as many numbers as there are {@link #columns()}; finite, unless an encoding says that a missing value is NaN. */
    public double[] encode(Map<String, ? extends @Nullable Object> features) {
        double[] row = new double[columns.size()];
        int at = 0;
        for (FeatureEncoding encoding : encodings) {
            encoding.encode(features.get(encoding.feature()), row, at);
            at += encoding.columns().size();
        }
        return row;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FeatureEncodings that && encodings.equals(that.encodings);
    }

    @Override
    public int hashCode() {
        return encodings.hashCode();
    }

    @Override
    public String toString() {
        return encodings.toString();
    }
}
