package io.tidemark.stream.event;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Small dense numbers for feature names, so that a window can keep its sketches in an array.
 *
 * <p>Ids start at 0 and never change or disappear. Not safe for use by several threads: every stream task has its own.
 * Bounded: once {@code capacity} names are known, or names of 64 times as many characters, {@link #idOf} answers {@link #FULL} for a new one.
 */
public final class NameDictionary {
    /** The answer for a new name when the dictionary holds all it may. */
    public static final int FULL = -1;

    /** So long may names be on average where there are as many as there may be. */
    private static final int USUAL_LENGTH = 64;

    private final int capacity;
    private long characters;
    private final Map<String, Integer> ids = new HashMap<>();
    private final List<String> names = new ArrayList<>();

    public NameDictionary(int capacity) {
        this.capacity = capacity;
    }

    /** The id of {@code name}, assigned now if it is new; {@link #FULL} if it is new and there is no room. */
    public int idOf(String name) {
        Integer known = ids.get(name);
        if (known != null) {
            return known;
        }
        if (names.size() >= capacity
                || characters + name.length() > (long) capacity * USUAL_LENGTH + FeatureNames.MAX_LENGTH) {
            return FULL;
        }
        int id = names.size();
        ids.put(name, id);
        names.add(name);
        characters += name.length();
        return id;
    }

    public String nameOf(int id) {
        return names.get(id);
    }

    public int size() {
        return names.size();
    }
}
