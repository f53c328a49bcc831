package io.tidemark.retrain.data;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The examples that a job works with.
 *
 * @param rows in their {@linkplain Example#IN_ORDER order}, each inference id once
 * @param dataHash see {@link DataHash}
 * @param arrayFeatures features that are arrays in some example, which no model here learns from; rows are without them
 */
public record Examples(List<Example> rows, String dataHash, ReadCounts counts, SortedSet<String> arrayFeatures) {
    public Examples {
        rows = List.copyOf(rows);
        arrayFeatures = Collections.unmodifiableSortedSet(new TreeSet<>(arrayFeatures));
    }

    /** Examples in any order. */
    public static Examples of(Collection<Example> examples, ReadCounts counts, SortedSet<String> arrayFeatures) {
        List<Example> rows = examples.stream().sorted(Example.IN_ORDER).toList();
        return new Examples(rows, DataHash.of(rows), counts, arrayFeatures);
    }
}
