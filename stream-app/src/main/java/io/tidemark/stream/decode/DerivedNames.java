package io.tidemark.stream.decode;

import io.tidemark.profile.embedding.EmbeddingNames;
import io.tidemark.stream.event.NameDictionary;
import java.util.Arrays;
import java.util.function.ToIntFunction;

/** The ids of the names under which an array is monitored, made up once for each feature that is an array. */
final class DerivedNames {
    private static final int[] UNKNOWN = {};

    private final NameDictionary names;
    private final ToIntFunction<String> idOf;
    private int[][] derived = new int[0][];

    /** @param idOf the id of a derived name; may refuse it with an exception */
    DerivedNames(NameDictionary names, ToIntFunction<String> idOf) {
        this.names = names;
        this.idOf = idOf;
    }

    /** The ids of what is watched of the array with this name, in the order of {@link EmbeddingNames#of}. */
    int[] of(int nameId) {
        if (nameId >= derived.length) {
            int known = derived.length;
            derived = Arrays.copyOf(derived, Math.max(nameId + 1, known * 2));
            Arrays.fill(derived, known, derived.length, UNKNOWN);
        }
        if (derived[nameId].length == 0) {
            derived[nameId] = EmbeddingNames.of(names.nameOf(nameId)).stream()
                    .mapToInt(idOf)
                    .toArray();
        }
        return derived[nameId];
    }
}
