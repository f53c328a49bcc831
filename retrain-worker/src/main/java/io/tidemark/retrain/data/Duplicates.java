package io.tidemark.retrain.data;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rows that teach what another has taught: of the same label, and the same values of all features that the model is to see. */
final class Duplicates {
    private Duplicates() {}

    /**
     * How many rows repeat an earlier one.
     *
     * @param exclude features that the model is not to see: that they differ tells it nothing
     */
    static long count(List<Example> rows, Set<String> exclude) {
        Set<List<Object>> seen = HashSet.newHashSet(rows.size());
        return rows.stream().filter(row -> !seen.add(content(row, exclude))).count();
    }

    /** The label with two hashes of the features, as one of a map has 32 bits. */
    private static List<Object> content(Example row, Set<String> exclude) {
        int hash = 0;
        long mixed = 0;
        for (Map.Entry<String, Object> feature : row.features().entrySet()) {
            if (!exclude.contains(feature.getKey())) {
                hash += feature.hashCode();
                mixed += (feature.getKey().hashCode() * 0x9E3779B97F4A7C15L)
                        ^ (feature.getValue().hashCode() * 0xC2B2AE3D27D4EB4FL);
            }
        }
        return List.of(row.target(), hash, mixed);
    }
}
