package io.tidemark.serving.model;

import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A category as one column for each known one, of which the value's is 1. All are 0 where it is missing or not known, as models trained
 * elsewhere have it; {@link CategoryEncoding} has columns for these.
 *
 * @param known the categories in the order of their columns
 */
public record OneHotEncoding(String feature, List<String> known) implements FeatureEncoding {

    public OneHotEncoding {
        known = List.copyOf(known);
        if (known.isEmpty() || known.size() > CategoryEncoding.MAX_KNOWN) {
            throw new IllegalArgumentException("feature '" + feature + "' has " + known.size()
                    + " known categories, not 1 to " + CategoryEncoding.MAX_KNOWN);
        }
        if (new HashSet<>(known).size() < known.size()) {
            throw new IllegalArgumentException("feature '" + feature + "' names a category twice in " + known);
        }
    }

    @Override
    public List<String> columns() {
        return known.stream().map(category -> "=" + category).toList();
    }

    @Override
    public void encode(@Nullable Object value, double[] into, int at) {
        int position = value instanceof CharSequence text ? known.indexOf(text.toString()) : -1;
        if (position >= 0) {
            into[at + position] = 1;
        }
    }
}
