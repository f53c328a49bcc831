package io.tidemark.serving.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies of features that the application can't change any more, for what is done with them after the request. */
public final class FeatureSnapshot {
    /** An entry of a hash map, and the heads of name and value. */
    private static final int ENTRY_BYTES = 80;

    private FeatureSnapshot() {}

    /** A copy of the features and of what in them can change. */
    public static Map<String, @Nullable Object> of(Map<String, ? extends @Nullable Object> features) {
        Map<String, @Nullable Object> copy = HashMap.newHashMap(features.size());
        features.forEach((name, value) -> copy.put(name, ofValue(value)));
        return copy;
    }

    static @Nullable Object ofValue(@Nullable Object value) {
        return switch (value) {
            case double[] numbers -> numbers.clone();
            case float[] numbers -> numbers.clone();
            case int[] numbers -> numbers.clone();
            case long[] numbers -> numbers.clone();
            case List<?> elements -> new ArrayList<>(elements);
            case CharSequence text -> text.toString();
            case null, default -> value;
        };
    }

    /** About how many bytes of memory the entries of a map of such copies take. Names are counted although most are shared. */
    public static long weight(Map<String, ? extends @Nullable Object> entries) {
        long sum = 0;
        for (Map.Entry<String, ? extends @Nullable Object> entry : entries.entrySet()) {
            String name = entry.getKey();
            sum += ENTRY_BYTES + (name == null ? 0 : name.length()) + weight(entry.getValue());
        }
        return sum;
    }

    private static long weight(@Nullable Object value) {
        return switch (value) {
            case String text -> text.length();
            case double[] numbers -> 8L * numbers.length;
            case float[] numbers -> 4L * numbers.length;
            case int[] numbers -> 4L * numbers.length;
            case long[] numbers -> 8L * numbers.length;
            case List<?> elements -> 24L * elements.size();
            case null, default -> 0;
        };
    }
}
