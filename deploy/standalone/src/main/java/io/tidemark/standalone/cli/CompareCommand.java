package io.tidemark.standalone.cli;

import io.tidemark.profile.csv.CsvSource;
import io.tidemark.profile.decision.Severity;
import io.tidemark.profile.decision.Thresholds;
import io.tidemark.standalone.compare.ComparisonJson;
import io.tidemark.standalone.compare.ComparisonReport;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares two CSV files, feature by feature. Needs no cluster. */
@Command(
        name = "compare",
        description = {
            "Compare two CSV files: what drifted between them, by how much, and in which columns.",
            "",
            "A column drifts where a statistic's effect beyond what noise explains passes its threshold and the change"
                    + " is significant. Columns that only the current file has are named and left out."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark compare --baseline january.csv --current june.csv",
            "  tidemark compare --baseline train.csv.gz --current today.csv.gz --ignore id,time --categorical zip",
            "  tidemark compare --baseline a.csv --current b.csv --json | jq '.features[] | select(.severity != \"none\")'",
            "  tidemark compare --baseline a.csv --current b.csv --fail-on major || echo drifted"
        })
final class CompareCommand implements Callable<Integer> {

    /** From which severity on the exit code says drift. */
    enum FailOn {
        MINOR(Severity.MINOR),
        MAJOR(Severity.MAJOR);

        private final Severity severity;

        FailOn(Severity severity) {
            this.severity = severity;
        }
    }

    private final Console console;

    @Mixin
    private final ColumnOptions columns = new ColumnOptions();

    @Option(names = "--baseline", required = true, paramLabel = "FILE", description = "What to compare with.")
    private Path baseline = Path.of("");

    @Option(names = "--current", required = true, paramLabel = "FILE", description = "What to look at.")
    private Path current = Path.of("");

    @Option(names = "--min-rows", paramLabel = "N", description = "Judge nothing on fewer rows. Default: 200.")
    private long minRows = Thresholds.defaults().minRows();

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            description = "Exit with 4 from this severity on: ${COMPLETION-CANDIDATES}.")
    private Optional<FailOn> failOn = Optional.empty();

    @Option(names = "--json", description = "Print one JSON object instead of a table.")
    private boolean json;

    CompareCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        OptionChecks.atLeast("--min-rows", 1, minRows);
        ComparisonReport report = compare();
        if (json) {
            console.out().println(ComparisonJson.of(report));
        } else {
            new ComparisonTable(console).print(report);
        }
        boolean fails = failOn.isPresent() && report.severity().compareTo(failOn.get().severity) >= 0;
        return (fails ? ExitCode.DRIFT : ExitCode.OK).code();
    }

    private ComparisonReport compare() {
        CsvSource before = new CsvSource(baseline);
        CsvSource now = new CsvSource(current);
        // Both sizes at once, so that a file that is not there shows before the other one is read.
        long beforeBytes = before.sizeBytes();
        long nowBytes = now.sizeBytes();
        ComparisonReport report;
        try (FileProgress first = FileProgress.start(console, baseline, beforeBytes);
                FileProgress second = FileProgress.start(console, current, nowBytes)) {
            report = ComparisonReport.of(
                    before, now, columns.selection(), Thresholds.defaults().withMinRows(minRows), first, second);
        }
        columns.noteColumnsOnlyIn(now, before, Set.of(), console);
        return report;
    }
}
