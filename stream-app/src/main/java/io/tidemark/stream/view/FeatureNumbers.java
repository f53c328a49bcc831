package io.tidemark.stream.view;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Numbers the features of a series in the order in which they were first seen. */
final class FeatureNumbers {
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> names = new ArrayList<>();

    /** The number of a feature, which may be a new one. */
    int of(String name) {
        Integer known = numbers.get(name);
        if (known != null) {
            return known;
        }
        numbers.put(name, names.size());
        names.add(name);
        return names.size() - 1;
    }

    OptionalInt find(String name) {
        Integer known = numbers.get(name);
        return known == null ? OptionalInt.empty() : OptionalInt.of(known);
    }

    String name(int number) {
        return names.get(number);
    }

    int count() {
        return names.size();
    }

    long bytes() {
        return names.stream().mapToLong(name -> 100 + 2L * name.length()).sum();
    }
}
