package io.tidemark.load.scorecard;

import io.tidemark.load.scorecard.stream.Scenario;
import io.tidemark.load.scorecard.stream.StreamKind;
import io.tidemark.load.scorecard.trial.DriftCell;
import io.tidemark.load.scorecard.trial.DriftOutcome;
import io.tidemark.load.scorecard.trial.QuietCell;
import io.tidemark.load.scorecard.trial.QuietOutcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What came of a plan, cell by cell in the plan's order. */
public record Results(Plan plan, Map<QuietCell, QuietOutcome> quiet, Map<DriftCell, List<DriftOutcome>> drift) {

    /** What is known of a kind of stream without drift. */
    public Optional<NoDrift> quietOf(StreamKind stream, int rows) {
        return plan.quiet().stream()
                .filter(cell -> cell.stream().equals(stream) && cell.rows() == rows)
                .findFirst()
                .map(this::quietOf);
    }

    public List<NoDrift> quietRows() {
        return plan.quiet().stream().map(this::quietOf).toList();
    }

    private NoDrift quietOf(QuietCell cell) {
        return new NoDrift(cell, present(quiet, cell));
    }

    /** What is known of a drift at a window size. */
    public Optional<Detection> detectionOf(Scenario scenario, int rows) {
        return plan.drift().stream()
                .filter(cell -> cell.scenario() == scenario && cell.rows() == rows)
                .findFirst()
                .map(this::detectionOf);
    }

    public List<Detection> detectionRows() {
        return plan.drift().stream().map(this::detectionOf).toList();
    }

    private Detection detectionOf(DriftCell cell) {
        return new Detection(cell, present(drift, cell), quietOf(cell.scenario().stream(), cell.rows()));
    }

    private static <K, V> V present(Map<K, V> map, K key) {
        V value = map.get(key);
        if (value == null) {
            throw new IllegalStateException("the plan has " + key + ", the results have not");
        }
        return value;
    }
}
