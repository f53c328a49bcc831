package io.tidemark.standalone.cli;

import io.tidemark.standalone.replay.OutcomeColumns;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which columns of a CSV are answers and labels: the options that replay, backtest and baseline share. */
final class OutcomeOptions {

    @Option(names = "--prediction", paramLabel = "COLUMN", description = "What the model answered.")
    private Optional<String> prediction = Optional.empty();

    @Option(names = "--score", paramLabel = "COLUMN", description = "The score of the answer or the positive class.")
    private Optional<String> score = Optional.empty();

    @Option(
            names = "--label",
            paramLabel = "COLUMN",
            description = "What turned out to be true; empty where it is not known. Default: there are no labels.")
    private Optional<String> label = Optional.empty();

    @Option(names = "--regression", description = "Prediction and label are numbers, not classes.")
    private boolean regression;

    Optional<String> prediction() {
        return prediction;
    }

    Optional<String> score() {
        return score;
    }

    Optional<String> label() {
        return label;
    }

    boolean regression() {
        return regression;
    }

    OutcomeColumns columns(Optional<String> labelTime) {
        return new OutcomeColumns(prediction, score, label, labelTime, regression);
    }

    /**
     * Refuses what can't be measured: a label without a prediction, and one column for two things.
     *
     * @param positive the positive class, if one is named
     */
    void requireMeasurable(Optional<String> positive) {
        Map<String, String> options = new HashMap<>();
        named("--prediction", prediction, options);
        named("--score", score, options);
        named("--label", label, options);
        if (label.isPresent() && prediction.isEmpty()) {
            throw CliException.usage(
                    "--label needs --prediction: name the column with what the model answered, to compare it with.");
        }
        if (positive.isPresent() && (label.isEmpty() || regression)) {
            throw CliException.usage("--positive names one of the classes in --label: "
                    + (regression ? "with --regression there are none, leave it out." : "give that, too."));
        }
    }

    private static void named(String option, Optional<String> column, Map<String, String> options) {
        column.map(name -> options.put(name, option)).ifPresent(other -> {
            throw CliException.usage(other + " and " + option + " both name column '" + column.get()
                    + "': give each its own, or leave one of them out.");
        });
    }
}
