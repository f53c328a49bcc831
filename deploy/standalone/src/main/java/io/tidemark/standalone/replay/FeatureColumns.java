package io.tidemark.standalone.replay;

import io.tidemark.profile.csv.CsvException;
import io.tidemark.stream.event.FeatureNames;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;

/** Refuses columns whose names no feature of an event can have: nothing would ever be compared with them. */
public final class FeatureColumns {
    private FeatureColumns() {}

    /** Of a baseline, which may be of predictions as well. */
    public static void requireMonitored(Path file, Collection<String> columns) {
        require(file, columns, FeatureNames::problemOfMonitored);
    }

    /** Of what is logged as features. */
    static void requireFeatures(Path file, Collection<String> columns) {
        require(file, columns, FeatureNames::problem);
    }

    private static void require(Path file, Collection<String> columns, Function<String, Optional<String>> problemOf) {
        for (String column : columns) {
            problemOf.apply(column).ifPresent(what -> {
                throw new CsvException(
                        "%s, line 1: the column '%s' %s, so it can't be a feature: rename it, or leave it out with --ignore"
                                .formatted(file, column.length() <= 40 ? column : column.substring(0, 40) + "…", what));
            });
        }
    }
}
