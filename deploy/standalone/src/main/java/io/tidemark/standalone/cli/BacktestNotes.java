package io.tidemark.standalone.cli;

import io.tidemark.standalone.backtest.BacktestSummary;
import io.tidemark.stream.spec.DurationText;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.spec.Reference;
import java.nio.file.Path;

/** What a backtest did not look at, and why. On stderr, where it is seen with {@code --json} as well. */
final class BacktestNotes {
    private final Console console;
    private final Path stream;
    private final String time;

    BacktestNotes(Console console, Path stream, String time) {
        this.console = console;
        this.stream = stream;
        this.time = time;
    }

    void tell(MonitorSpec spec, BacktestSummary summary) {
        if (!spec.segments().by().isEmpty()) {
            say("A file's rows have no tags: the segments by %s that the spec asks for are not judged here."
                    .formatted(String.join(", ", spec.segments().by())));
        }
        tellOfRowsLeftOut(summary);
        if (summary.baselineRows() == 0 && spec.references().contains(Reference.BASELINE)) {
            tellThatNothingWasLearned(spec, summary);
        }
    }

    private void tellOfRowsLeftOut(BacktestSummary summary) {
        String all = counted(summary.rows(), "row");
        if (summary.late() > 0) {
            say("%s is not in order of time: %,d of its %s came after their window had been closed and were"
                            .formatted(stream, summary.late(), all)
                    + " left out, the first on line %,d. Sort the file by %s, or give a longer --grace."
                            .formatted(summary.firstLateLine().orElse(0), time));
        }
        if (summary.withoutTime() > 0) {
            say("%s: %,d of its %s have no time that can be read in column '%s' and were left out, the first"
                            .formatted(stream, summary.withoutTime(), all, time)
                    + " on line %,d.".formatted(summary.firstLineWithoutTime().orElse(0)));
        }
    }

    /** A stream of which nothing was judged must not look like one without drift. */
    private void tellThatNothingWasLearned(MonitorSpec spec, BacktestSummary summary) {
        boolean judged = spec.references().size() > 1;
        say("Nothing was %s: %s are too few to learn a baseline, which takes %s over %s. Give --baseline, or a"
                        .formatted(
                                judged ? "compared with a baseline" : "judged",
                                counted(summary.profiled(), "row"),
                                counted(spec.learnRows(), "row"),
                                DurationText.format(spec.learnFor()))
                + " shorter --learn-for and fewer learnRows in a --spec.");
    }

    private void say(String sentence) {
        console.err().println(sentence);
    }

    static String counted(long number, String noun) {
        return "%,d %s%s".formatted(number, noun, number == 1 ? "" : "s");
    }
}
