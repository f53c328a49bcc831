package io.tidemark.profile.performance;

import io.tidemark.profile.format.DocumentReader;
import io.tidemark.profile.format.DocumentWriter;
import java.util.Arrays;

/**
 * Counts by key and column, of the keys only that have any. Keys ascend; counts of all columns of a key stand side by side, as ints until
 * one of them is too large.
 */
final class SparseCounts {
    private static final int FIRST_CAPACITY = 4;
    private static final long MOST = 1L << 53;

    private final int columns;
    private int size;
    private int[] keys = {};
    private int[] counts = {};
    /** In place of {@code counts} where these don't suffice. */
    private long[] wideCounts = {};

    private boolean wide;

    SparseCounts(int columns) {
        this.columns = columns;
    }

    int size() {
        return size;
    }

    int key(int at) {
        return keys[at];
    }

    long count(int at, int column) {
        int cell = at * columns + column;
        return wide ? wideCounts[cell] : counts[cell];
    }

    long total(int column) {
        long total = 0;
        for (int i = 0; i < size; i++) {
            total += count(i, column);
        }
        return total;
    }

    /** Where the key is; a new one gets a place. */
    int at(int key) {
        int found = Arrays.binarySearch(keys, 0, size, key);
        if (found >= 0) {
            return found;
        }
        int at = -found - 1;
        makeRoom();
        System.arraycopy(keys, at, keys, at + 1, size - at);
        keys[at] = key;
        int cell = at * columns;
        if (wide) {
            System.arraycopy(wideCounts, cell, wideCounts, cell + columns, (size - at) * columns);
            Arrays.fill(wideCounts, cell, cell + columns, 0);
        } else {
            System.arraycopy(counts, cell, counts, cell + columns, (size - at) * columns);
            Arrays.fill(counts, cell, cell + columns, 0);
        }
        size++;
        return at;
    }

    private void makeRoom() {
        if (size == keys.length) {
            resize(size < FIRST_CAPACITY ? FIRST_CAPACITY : size + size / 2);
        }
    }

    private void resize(int capacity) {
        keys = Arrays.copyOf(keys, capacity);
        if (wide) {
            wideCounts = Arrays.copyOf(wideCounts, capacity * columns);
        } else {
            counts = Arrays.copyOf(counts, capacity * columns);
        }
    }

    /** Adds {@code change} to a count, which must not become negative. */
    void add(int at, int column, long change) {
        long sum = Math.addExact(count(at, column), change);
        if (sum < 0) {
            throw new IllegalArgumentException("there is no such row to take away: it was never counted");
        }
        if (!wide && sum > Integer.MAX_VALUE) {
            widen();
        }
        if (wide) {
            wideCounts[at * columns + column] = sum;
        } else {
            counts[at * columns + column] = (int) sum;
        }
    }

    private void widen() {
        wideCounts = new long[counts.length];
        Arrays.setAll(wideCounts, i -> counts[i]);
        counts = new int[0];
        wide = true;
    }

    /** These counts with their keys shifted to the right, so that some fall together. */
    SparseCounts shifted(int bits) {
        SparseCounts shifted = new SparseCounts(columns);
        shifted.resize(size);
        for (int i = 0; i < size; i++) {
            shifted.addAll(keys[i] >> bits, this, i);
        }
        return shifted;
    }

    /** The counts of both, which stay as they are. */
    static SparseCounts merged(SparseCounts left, SparseCounts right) {
        SparseCounts merged = new SparseCounts(left.columns);
        merged.resize(left.size + right.size);
        int i = 0;
        int j = 0;
        while (i < left.size || j < right.size) {
            boolean ofLeft = j == right.size || (i < left.size && left.keys[i] <= right.keys[j]);
            if (ofLeft) {
                merged.addAll(left.keys[i], left, i++);
            } else {
                merged.addAll(right.keys[j], right, j++);
            }
        }
        return merged;
    }

    private void addAll(int key, SparseCounts from, int fromAt) {
        int at = at(key);
        for (int column = 0; column < columns; column++) {
            add(at, column, from.count(fromAt, column));
        }
    }

    SparseCounts copy() {
        SparseCounts copy = new SparseCounts(columns);
        copy.size = size;
        copy.keys = Arrays.copyOf(keys, size);
        copy.counts = Arrays.copyOf(counts, Math.min(counts.length, size * columns));
        copy.wideCounts = Arrays.copyOf(wideCounts, Math.min(wideCounts.length, size * columns));
        copy.wide = wide;
        return copy;
    }

    void writeTo(DocumentWriter out) {
        out.writeCount(size);
        long before = Integer.MIN_VALUE;
        for (int i = 0; i < size; i++) {
            out.writeCount(keys[i] - before);
            before = keys[i];
            for (int column = 0; column < columns; column++) {
                out.writeCount(count(i, column));
            }
        }
    }

    /** Reads what was written, {@code most} keys at most. */
    static SparseCounts readFrom(DocumentReader in, int columns, int most) {
        SparseCounts read = new SparseCounts(columns);
        int size = in.readLength(1 + columns);
        if (size > most) {
            throw in.fail(size + " bins are more than " + most);
        }
        read.resize(size);
        long key = Integer.MIN_VALUE;
        for (int i = 0; i < size; i++) {
            long step = in.readCount();
            key += Math.min(step, 1L << 33);
            if (key > Integer.MAX_VALUE || (i > 0 && step == 0)) {
                throw in.fail("the keys of the bins don't ascend");
            }
            int at = read.at((int) key);
            for (int column = 0; column < columns; column++) {
                long count = in.readCount();
                if (count > MOST) {
                    throw in.fail("a bin of " + count + " rows");
                }
                read.add(at, column, count);
            }
        }
        return read;
    }
}
