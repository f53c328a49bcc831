package io.tidemark.profile.embedding;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The names under which an array of numbers is monitored: that of the feature with a suffix that tells what of it. */
public final class EmbeddingNames {
    private static final List<String> SUFFIXES = Stream.concat(
                    Stream.of("#norm", "#length"),
                    IntStream.range(0, EmbeddingSummary.PROJECTIONS).mapToObj(j -> "#p" + j))
            .toList();

    private EmbeddingNames() {}

    /** The names of norm, length and projections, in the order of {@link EmbeddingSummary#value}. */
    public static List<String> of(String feature) {
        return SUFFIXES.stream().map(feature::concat).toList();
    }

    /** The array that {@code name} would tell something of; empty where the name has none of the suffixes. */
    public static Optional<String> arrayOf(String name) {
        int suffix = name.lastIndexOf('#');
        return suffix >= 0 && SUFFIXES.contains(name.substring(suffix))
                ? Optional.of(name.substring(0, suffix))
                : Optional.empty();
    }
}
