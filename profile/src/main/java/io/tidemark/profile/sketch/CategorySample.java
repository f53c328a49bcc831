package io.tidemark.profile.sketch;

import io.tidemark.profile.format.DocumentReader;
import io.tidemark.profile.format.DocumentWriter;
import java.util.Map;
import java.util.TreeMap;

/**
 * A uniform sample of up to 4,096 distinct categories, with all rows of each.
 *
 * <p>Those with the smallest hashes. One that is among them in the end was among them from its first row on, here and in every sketch
 * that was merged, so its count is exact, and neither order nor partition of the rows makes a difference. Sources: Gibbons, Distinct
 * sampling for highly-accurate answers to distinct values queries, VLDB 2001; Cohen and Kaplan, Summarizing data using bottom-k
 * sketches, 2007. Not thread-safe.
 */
final class CategorySample {
    static final int SIZE = 4096;

    /** Rows by a hash that is not negative. */
    private final TreeMap<Long, Long> rows = new TreeMap<>();

    private long largest = -1;

    /** Counts rows of a category. */
    void add(long hash, long added) {
        long key = hash >>> 1;
        if (key > largest && rows.size() >= SIZE) {
            return;
        }
        rows.merge(key, added, Long::sum);
        if (rows.size() > SIZE) {
            rows.pollLastEntry();
        }
        largest = rows.lastKey();
    }

    void addAll(CategorySample other) {
        other.rows.forEach((key, added) -> add(key << 1, added));
    }

    /** The rows of each sampled category. */
    long[] rowsOfEach() {
        return rows.values().stream().mapToLong(Long::longValue).toArray();
    }

    void writeTo(DocumentWriter out) {
        out.writeCount(rows.size());
        long before = 0;
        for (Map.Entry<Long, Long> entry : rows.entrySet()) {
            out.writeCount(entry.getKey() - before).writeCount(entry.getValue());
            before = entry.getKey();
        }
    }

    static CategorySample readFrom(DocumentReader in, long n) {
        CategorySample sample = new CategorySample();
        int size = in.readLength(2);
        long key = 0;
        long sum = 0;
        for (int i = 0; i < size; i++) {
            key += in.readCount();
            long count = in.readCount();
            sum += count;
            if (key < 0 || count == 0 || sum < 0 || sum > n || size > SIZE || sample.rows.put(key, count) != null) {
                throw in.fail("the sample of categories has one twice, too many of them, or more rows than there are");
            }
        }
        sample.largest = key;
        return sample;
    }
}
