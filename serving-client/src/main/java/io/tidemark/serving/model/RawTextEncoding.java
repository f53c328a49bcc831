package io.tidemark.serving.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text as it is, for a model that takes texts and encodes them itself. It has no column of numbers: its runtime asks for {@link #text}.
 *
 * @param missing what stands for a value that is absent or no text
 */
public record RawTextEncoding(String feature, String missing) implements FeatureEncoding {

    /** What the model is given for a value. */
    public String text(@Nullable Object value) {
        return value instanceof CharSequence text ? text.toString() : missing;
    }

    @Override
    public List<String> columns() {
        return List.of();
    }

    @Override
    public void encode(@Nullable Object value, double[] into, int at) {
        // Nothing: a text is no number.
    }
}
