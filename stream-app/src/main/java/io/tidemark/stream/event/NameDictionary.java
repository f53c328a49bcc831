package io.tidemark.stream.event;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Small dense numbers for feature names, so that a window can keep its sketches in an array.
 *
 * <p>Ids start at 0 and never change or disappear. Not safe for use by several threads: every stream task has its own.
 * Bounded: once {@code capacity} names are known, or names of 64 times as many characters, a new one is answered {@link #FULL}. Some of that
 * may be kept for names that matter more.
 */
public final class NameDictionary {
    /** The answer for a new name when the dictionary holds all it may. */
    public static final int FULL = -1;

    /** So long may names be on average where there are as many as there may be. */
    private static final int USUAL_LENGTH = 64;

    private final int capacity;
    private final int reserved;
    private long characters;
    private final Map<String, Integer> ids = new HashMap<>();
    private final List<String> names = new ArrayList<>();

    /** One that all names may fill. */
    public NameDictionary(int capacity) {
        this(capacity, 0);
    }

    /** @param reserved so many of {@code capacity} are for {@link #reservedIdOf} */
    public NameDictionary(int capacity, int reserved) {
        this.capacity = capacity;
        this.reserved = reserved;
    }

    /** The id of {@code name}, assigned now if it is new; {@link #FULL} if it is new and there is no room. */
    public int idOf(String name) {
        return idOf(name, capacity - reserved);
    }

    /** As {@link #idOf}, of a name that may take what is reserved. */
    public int reservedIdOf(String name) {
        return idOf(name, capacity);
    }

    private int idOf(String name, int most) {
        Integer known = ids.get(name);
        if (known != null) {
            return known;
        }
        boolean fits = names.size() < most
                && characters + name.length() <= (long) most * USUAL_LENGTH + FeatureNames.MAX_LENGTH;
        return fits ? add(name) : FULL;
    }

    /** As {@link #idOf}, of a name that state was saved with: that may be as long as an earlier release let it be. */
    public int restoredIdOf(String name) {
        Integer known = ids.get(name);
        if (known != null) {
            return known;
        }
        return names.size() < capacity ? add(name) : FULL;
    }

    private int add(String name) {
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

    /** How many characters all names have. */
    public long characters() {
        return characters;
    }
}
