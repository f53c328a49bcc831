package io.tidemark.serving.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A category: one column for each known one, one for all others, one for missing. Exactly one of them is 1.
 *
 * <p>A category that training did not see, or that is not among the known ones because there were too many, is "other"; so is a
 * value of another type.
 */
public final class CategoryEncoding implements FeatureEncoding {
    /** More columns than this for one feature are taken for a mistake. */
    public static final int MAX_KNOWN = 1_000;

    private final String feature;
    private final Map<String, Integer> positions;
    private final List<String> columns;

    /**
     * @param known at most {@link #MAX_KNOWN} categories, each once, in the order of their columns
     */
    public CategoryEncoding(String feature, List<String> known) {
        if (known.size() > MAX_KNOWN) {
            throw new IllegalArgumentException(
                    "feature '" + feature + "' has " + known.size() + " known categories, more than " + MAX_KNOWN);
        }
        this.feature = feature;
        this.positions = new LinkedHashMap<>();
        List<String> names = new ArrayList<>(List.of(":other", ":missing"));
        for (String category : known) {
            if (positions.put(category, names.size()) != null) {
                throw new IllegalArgumentException(
                        "feature '" + feature + "' names the category '" + category + "' twice");
            }
            names.add("=" + category);
        }
        this.columns = List.copyOf(names);
    }

    @Override
    public String feature() {
        return feature;
    }

    /** The categories that have a column of their own, in its order. */
    public List<String> known() {
        return List.copyOf(positions.keySet());
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public void encode(@Nullable Object value, double[] into, int at) {
        int position;
        if (value == null) {
            position = 1;
        } else if (value instanceof CharSequence text) {
            position = positions.getOrDefault(text.toString(), 0);
        } else {
            position = 0;
        }
        into[at + position] = 1;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CategoryEncoding that && feature.equals(that.feature) && columns.equals(that.columns);
    }

    @Override
    public int hashCode() {
        return Objects.hash(feature, columns);
    }

    @Override
    public String toString() {
        return "CategoryEncoding[feature=" + feature + ", known=" + positions.keySet() + "]";
    }
}
