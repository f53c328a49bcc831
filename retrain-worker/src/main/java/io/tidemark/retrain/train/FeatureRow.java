package io.tidemark.retrain.train;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The features of one row as a map that takes a tenth of a hash map's room: values stand in an array, by the numbers that {@link FeatureNames}
 * gives to names. A feature that is null is absent. Immutable.
 */
public final class FeatureRow extends AbstractMap<String, Object> {
    private final FeatureNames names;
    private final @Nullable Object[] values;

    /**
     * @param values by number; may be shorter than there are names. Not copied: whoever gives them away leaves them as they are
     */
    public FeatureRow(FeatureNames names, @Nullable Object[] values) {
        this.names = names;
        this.values = values;
    }

    /** A row of a map's features, whose names are added where they are new. */
    public static FeatureRow of(FeatureNames names, Map<String, ?> features) {
        @Nullable Object[] values = new Object[0];
        for (Map.Entry<String, ?> feature : features.entrySet()) {
            int number = names.numberOf(feature.getKey());
            if (number >= values.length) {
                values = Arrays.copyOf(values, Math.max(number + 1, names.size()));
            }
            values[number] = feature.getValue();
        }
        return new FeatureRow(names, values);
    }

    @Override
    @SuppressWarnings("NullAway") // Map.get gives null for what is absent
    public Object get(@Nullable Object key) {
        int number = key instanceof String name ? names.find(name) : -1;
        return number < 0 || number >= values.length ? null : values[number];
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return get(key) != null;
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<String, Object>> iterator() {
                return new Entries();
            }

            @Override
            public int size() {
                int size = 0;
                for (Object value : values) {
                    size += value == null ? 0 : 1;
                }
                return size;
            }
        };
    }

    private final class Entries implements Iterator<Entry<String, Object>> {
        private int next = 0;

        @Override
        public boolean hasNext() {
            while (next < values.length && values[next] == null) {
                next++;
            }
            return next < values.length;
        }

        @Override
        public Entry<String, Object> next() {
            Object value = hasNext() ? values[next] : null;
            if (value == null) {
                throw new NoSuchElementException("all features were given");
            }
            return new SimpleImmutableEntry<>(names.name(next++), value);
        }
    }
}
