package io.tidemark.standalone.cli;

import io.tidemark.profile.csv.ColumnSelection;
import io.tidemark.profile.csv.CsvSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which columns of a CSV are features: the options that compare, backtest and baseline share. */
final class ColumnOptions {

    @Option(names = "--features", paramLabel = "COLUMN", split = ",", description = "Only these columns. Default: all.")
    private Set<String> features = new LinkedHashSet<>();

    @Option(names = "--ignore", paramLabel = "COLUMN", split = ",", description = "Not these columns.")
    private Set<String> ignored = new LinkedHashSet<>();

    @Option(
            names = "--categorical",
            paramLabel = "COLUMN",
            split = ",",
            description =
                    "These columns are categories even where they look like numbers. Kinds are told from the data.")
    private Set<String> categorical = new LinkedHashSet<>();

    ColumnSelection selection() {
        return new ColumnSelection(features, ignored, categorical);
    }

    /**
     * Says which columns of a file were not looked at because its baseline has none of the name.
     *
     * @param used columns that are used otherwise
     */
    void noteColumnsOnlyIn(CsvSource other, CsvSource baseline, Set<String> used, Console console) {
        if (!features.isEmpty()) {
            return;
        }
        List<String> only = new ArrayList<>(other.header());
        only.removeAll(baseline.header());
        only.removeAll(used);
        if (!only.isEmpty()) {
            console.err()
                    .println("Left out, because " + baseline.path() + " has no such column: " + String.join(", ", only)
                            + ".");
        }
    }

    /** Refuses to take a column for a feature that another option names as something else. */
    void requireNoFeatures(Optional<String> column, String option) {
        column.filter(features::contains).ifPresent(name -> {
            throw CliException.usage("--features and " + option + " both name column '" + name
                    + "', which is then no feature: leave it out of --features.");
        });
    }
}
