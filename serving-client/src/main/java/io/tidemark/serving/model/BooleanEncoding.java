package io.tidemark.serving.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A yes or no: 1 or 0, and 1 where it is missing or of another type. */
public record BooleanEncoding(String feature) implements FeatureEncoding {
    private static final List<String> COLUMNS = List.of(":value", ":missing");

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    @Override
    public void encode(@Nullable Object value, double[] into, int at) {
        if (value instanceof Boolean yes) {
            into[at] = yes ? 1 : 0;
        } else {
            into[at + 1] = 1;
        }
    }
}
