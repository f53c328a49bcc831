package io.tidemark.stream.event;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One decoded inference log, in arrays that are reused from event to event so that decoding allocates nothing.
 *
 * <p>Values stand in parallel arrays in the order they were read: {@link #nameId(int)}, {@link #type(int)} and one of
 * {@link #number(int)} and {@link #text(int)}. The prediction stands among the features under a reserved name, see
 * {@link Predictions}. A feature named twice in one event stands here twice; the first one counts.
 */
public final class EventBuffer {
    private static final byte NULL = 0;
    private static final byte NUMBER = 1;
    private static final byte BOOLEAN = 2;
    private static final byte TEXT = 3;
    private static final ValueType[] TYPES = {ValueType.NULL, ValueType.NUMBER, ValueType.BOOLEAN, ValueType.TEXT};

    private @Nullable String modelId;
    private @Nullable String modelVersion;
    private long eventTimeMs;

    private int size;
    private int[] nameIds = new int[32];
    /** Places in {@link #TYPES}: bytes are cheaper to store than references. */
    private byte[] types = new byte[32];

    private double[] numbers = new double[32];
    private @Nullable String[] texts = new String[32];

    private int tagCount;
    private String[] tagNames = new String[4];
    private String[] tagValues = new String[4];

    /** Forgets the last event. */
    public void clear() {
        modelId = null;
        modelVersion = null;
        eventTimeMs = 0;
        size = 0;
        tagCount = 0;
    }

    public void identify(@Nullable String model, @Nullable String version, long timeMs) {
        modelId = model;
        modelVersion = version;
        eventTimeMs = timeMs;
    }

    public void addNull(int nameId) {
        add(nameId, NULL);
    }

    public void addNumber(int nameId, double value) {
        int at = add(nameId, NUMBER); // may replace the arrays
        numbers[at] = value;
    }

    public void addBoolean(int nameId, boolean value) {
        int at = add(nameId, BOOLEAN); // may replace the arrays
        numbers[at] = value ? 1 : 0;
    }

    public void addText(int nameId, String value) {
        int at = add(nameId, TEXT); // may replace the arrays
        texts[at] = value;
    }

    /** Adds a value of which everything but itself is known; answers its place. */
    private int add(int nameId, byte type) {
        if (size == nameIds.length) {
            grow();
        }
        nameIds[size] = nameId;
        types[size] = type;
        return size++;
    }

    private void grow() {
        int capacity = nameIds.length * 2;
        nameIds = Arrays.copyOf(nameIds, capacity);
        types = Arrays.copyOf(types, capacity);
        numbers = Arrays.copyOf(numbers, capacity);
        texts = Arrays.copyOf(texts, capacity);
    }

    public void addTag(String name, String value) {
        if (tagCount == tagNames.length) {
            tagNames = Arrays.copyOf(tagNames, tagCount * 2);
            tagValues = Arrays.copyOf(tagValues, tagCount * 2);
        }
        tagNames[tagCount] = name;
        tagValues[tagCount] = value;
        tagCount++;
    }

    /** The model, or null where the event names none. */
    public @Nullable String modelId() {
        return modelId;
    }

    /** The model version, or null where the event names none. */
    public @Nullable String modelVersion() {
        return modelVersion;
    }

    /** Milliseconds since the epoch; 0 where the event has no time. */
    public long eventTimeMs() {
        return eventTimeMs;
    }

    /** How many values the event has, prediction included. */
    public int size() {
        return size;
    }

    public int nameId(int i) {
        return nameIds[i];
    }

    public ValueType type(int i) {
        return TYPES[types[i]];
    }

    /** Whether a value is a NUMBER, as most are. */
    public boolean isNumber(int i) {
        return types[i] == NUMBER;
    }

    /** The value of a NUMBER, 1 or 0 for a BOOLEAN. */
    public double number(int i) {
        return numbers[i];
    }

    /** The value of a TEXT. */
    public String text(int i) {
        String text = texts[i];
        if (text == null || types[i] != TEXT) {
            throw new IllegalStateException("value " + i + " is " + type(i) + ", not text");
        }
        return text;
    }

    /** The value of tag {@code name}, or null where the event has no such tag. */
    public @Nullable String tag(String name) {
        for (int i = 0; i < tagCount; i++) {
            if (tagNames[i].equals(name)) {
                return tagValues[i];
            }
        }
        return null;
    }
}
