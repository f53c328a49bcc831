package io.tidemark.standalone.replay;

import io.tidemark.profile.csv.ColumnSelection;
import io.tidemark.stream.event.Predictions;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** How a table's answers are monitored beside its features. */
public final class MonitoredColumns {
    private MonitoredColumns() {}

    /** The names that answers are monitored under, by column. */
    public static Map<String, String> names(OutcomeColumns outcome) {
        Map<String, String> names = new LinkedHashMap<>();
        outcome.prediction()
                .ifPresent(column -> names.put(column, outcome.regression() ? Predictions.VALUE : Predictions.LABEL));
        outcome.score().ifPresent(column -> names.put(column, Predictions.SCORE));
        return names;
    }

    /**
     * Features and answers: also where features are named one by one. Predicted classes are categories even where they look like numbers, as
     * they are logged as texts.
     *
     * @param answers those columns of answers that the table has
     */
    public static ColumnSelection select(ColumnSelection features, Set<String> answers, OutcomeColumns outcome) {
        Set<String> named = new LinkedHashSet<>(features.features());
        if (!named.isEmpty()) {
            named.addAll(answers);
        }
        Set<String> categorical = new LinkedHashSet<>(features.categorical());
        if (!outcome.regression()) {
            outcome.prediction().filter(answers::contains).ifPresent(categorical::add);
        }
        return new ColumnSelection(named, features.ignored(), categorical);
    }
}
