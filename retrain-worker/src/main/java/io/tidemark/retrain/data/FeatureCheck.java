package io.tidemark.retrain.data;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a feature's values are like over all rows. */
final class FeatureCheck {
    /** What a value can be to a model. */
    enum Kind {
        NUMBER,
        BOOLEAN,
        TEXT
    }

    private final Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    private long present;
    private long nonFinite;
    private @Nullable Object first;
    private boolean varies;

    /** All features of the rows, by name. */
    static SortedMap<String, FeatureCheck> of(List<Example> rows, Set<String> exclude) {
        SortedMap<String, FeatureCheck> checks = new TreeMap<>();
        for (Example row : rows) {
            for (var feature : row.features().entrySet()) {
                if (!exclude.contains(feature.getKey())) {
                    checks.computeIfAbsent(feature.getKey(), _ -> new FeatureCheck())
                            .add(feature.getValue());
                }
            }
        }
        return checks;
    }

    private void add(Object value) {
        if (value instanceof Number number && !Double.isFinite(number.doubleValue())) {
            nonFinite++;
            return;
        }
        present++;
        kinds.add(
                switch (value) {
                    case Number _ -> Kind.NUMBER;
                    case Boolean _ -> Kind.BOOLEAN;
                    default -> Kind.TEXT;
                });
        if (first == null) {
            first = value;
        } else if (!varies) {
            varies = !first.equals(value);
        }
    }

    Set<Kind> kinds() {
        return kinds;
    }

    /** Rows with a value that is no NaN or infinity. */
    long present() {
        return present;
    }

    long nonFinite() {
        return nonFinite;
    }

    /** Whether it has one value only, wherever it has one. */
    boolean isConstant() {
        return !varies;
    }

    /** Whether it has nothing to teach: one value, and in every row. */
    boolean isSame(long rows) {
        return !varies && (present == rows || present == 0);
    }
}
