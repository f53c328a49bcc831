package io.tidemark.serving.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A number as it is, for a model that was trained elsewhere: one column, neither moved nor scaled. A yes is 1 and a no is 0.
 *
 * @param missing what stands for a value that is absent, not finite or of another type. NaN for models that take it
 */
public record RawNumberEncoding(String feature, double missing) implements FeatureEncoding {
    private static final List<String> COLUMNS = List.of(":value");

    public RawNumberEncoding {
        if (Double.isInfinite(missing)) {
            throw new IllegalArgumentException(
                    "feature '" + feature + "': what stands for missing values is " + missing + ", not finite or NaN");
        }
        // Equal artifacts are equal bytes, and NaN has many.
        missing = Double.isNaN(missing) ? Double.NaN : missing;
    }

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    @Override
    public void encode(@Nullable Object value, double[] into, int at) {
        into[at] = switch (value) {
            case Number number when Double.isFinite(number.doubleValue()) -> number.doubleValue();
            case Boolean yes -> yes ? 1 : 0;
            case null, default -> missing;
        };
    }
}
