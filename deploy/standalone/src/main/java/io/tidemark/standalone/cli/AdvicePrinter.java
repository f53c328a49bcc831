package io.tidemark.standalone.cli;

import io.tidemark.standalone.advice.Advice;
import io.tidemark.standalone.advice.AdviceSentences;
import io.tidemark.standalone.advice.AdviceTexts;
import io.tidemark.standalone.advice.Period;
import io.tidemark.standalone.advice.TestDrift;
import io.tidemark.standalone.advice.Trial;
import io.tidemark.stream.spec.DurationText;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/** An advice for a person at a terminal: a line per setting, and below them what to take. */
final class AdvicePrinter {
    private static final String FORMAT = "%s %7s %7s %9s %8s %7s %7s  %-11s %8s %9s %8s";

    private final Console console;

    AdvicePrinter(Console console) {
        this.console = console;
    }

    void print(Advice advice) {
        PrintWriter out = console.out();
        out.println(console.styled(
                FORMAT.formatted(
                        " ",
                        "WINDOW",
                        "LEVELS",
                        "OPENAFTER",
                        "WINDOWS",
                        "ALARMS",
                        "A WEEK",
                        "KNOWN",
                        "SMALL",
                        "MODERATE",
                        "LARGE"),
                Console.Style.BOLD));
        advice.trials().forEach(trial -> out.println(line(trial, advice)));
        out.println(
                "LEVELS: thresholds, times those of the spec. ALARMS: windows after which somebody would have been told."
                        + " KNOWN: known drifts told of, and the alarms beside them.");
        for (TestDrift drift : TestDrift.values()) {
            out.println(
                    "%s: how soon a drift of one feature is noticed with %s.".formatted(drift.name(), drift.explain()));
        }
        out.println();
        AdviceSentences.of(advice).forEach(out::println);
    }

    private String line(Trial trial, Advice advice) {
        boolean best = advice.setting().equals(Optional.of(trial.setting()));
        List<Period> known = advice.question().known();
        String line = FORMAT.formatted(
                best ? "→" : " ",
                DurationText.format(trial.setting().window()),
                "× " + AdviceTexts.factor(trial.setting().thresholds()),
                trial.setting().openAfter(),
                "%,d".formatted(trial.judgedWindows()),
                "%,d".formatted(trial.alarms().size()),
                AdviceTexts.perWeek(trial.perWeek(trial.alarms().size())),
                known.isEmpty()
                        ? ""
                        : "%d/%d + %,d"
                                .formatted(
                                        trial.caught(known),
                                        known.size(),
                                        trial.otherAlarms(known).size()),
                AdviceTexts.noticed(trial, TestDrift.SMALL),
                AdviceTexts.noticed(trial, TestDrift.MODERATE),
                AdviceTexts.noticed(trial, TestDrift.LARGE));
        return best ? console.styled(line, Console.Style.GREEN) : line;
    }
}
