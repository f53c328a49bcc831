package io.tidemark.standalone.advice;

import io.tidemark.standalone.page.HtmlPage;
import io.tidemark.stream.spec.DurationText;
import io.tidemark.stream.spec.SpecText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** An advice as a web page with charts that needs no other file. */
public final class AdvicePage {
    private static final String STYLE = """
            tr.best { outline: 2px solid var(--good); } pre { overflow-x: auto; border: 1px solid var(--line); padding: .6rem; }
            svg { width: 100%; height: auto; font: 11px system-ui, sans-serif; } svg text { fill: currentColor; }
            .known { fill: var(--other); fill-opacity: .25; } .alarm { fill: var(--bar); } .about { fill: var(--good); } .axis { stroke: var(--none); }
            .best-row { fill: var(--good); fill-opacity: .12; } .limit { stroke: var(--bad); stroke-dasharray: 4 3; }
            """;

    private final Advice advice;
    private final HtmlPage page;

    private AdvicePage(Advice advice) {
        this.advice = advice;
        this.page = new HtmlPage("How to monitor " + advice.question().spec().model(), STYLE);
    }

    /** The page, as UTF-8 text. */
    public static String of(Advice advice) {
        return new AdvicePage(advice).build();
    }

    private String build() {
        AdviceSentences.of(advice).forEach(page::paragraph);
        page.heading("Alarms over time");
        page.paragraph("One row for each setting; a mark is a window at whose end people would have been told."
                + (advice.question().known().isEmpty()
                        ? ""
                        : " The bands are the times that are known to have been wrong."));
        page.markup(new AlarmChart(advice).svg());
        TestDrift shown = shown();
        page.heading("Alarms, and how soon a %s drift is noticed".formatted(shown.key()));
        page.markup(new TradeOffChart(advice, shown).svg());
        page.heading("All settings");
        page.table(columns(), () -> advice.trials().forEach(this::row));
        for (TestDrift drift : TestDrift.values()) {
            page.paragraph("%s: %s.".formatted(drift.key(), drift.explain()));
        }
        advice.setting().ifPresent(setting -> {
            page.heading("The recommended spec");
            page.preformatted(SpecText.of(setting.in(advice.question().spec())));
        });
        alarms();
        return page.build();
    }

    /** The smallest that any setting notices. */
    private TestDrift shown() {
        return Arrays.stream(TestDrift.values())
                .filter(drift -> advice.trials().stream().anyMatch(trial -> trial.notices(drift)))
                .findFirst()
                .orElse(TestDrift.LARGE);
    }

    private List<String> columns() {
        List<String> columns = new ArrayList<>(
                List.of("#window", "#thresholds ×", "#openAfter", "#windows judged", "#alarms", "#a week"));
        if (!advice.question().known().isEmpty()) {
            columns.addAll(List.of("#known drifts told of", "#other alarms"));
        }
        for (TestDrift drift : TestDrift.values()) {
            columns.add("#" + drift.key() + " drift after");
        }
        return columns;
    }

    private void row(Trial trial) {
        boolean best = advice.setting().equals(Optional.of(trial.setting()));
        page.row(best ? "best" : "", () -> {
            page.number(DurationText.format(trial.setting().window()));
            page.number(AdviceTexts.factor(trial.setting().thresholds()));
            page.number("%d".formatted(trial.setting().openAfter()));
            page.number("%,d".formatted(trial.judgedWindows()));
            page.number("%,d".formatted(trial.alarms().size()));
            page.number(AdviceTexts.perWeek(trial.perWeek(trial.alarms().size())));
            List<Period> known = advice.question().known();
            if (!known.isEmpty()) {
                page.number("%d of %d".formatted(trial.caught(known), known.size()));
                page.number("%,d".formatted(trial.otherAlarms(known).size()));
            }
            for (TestDrift drift : TestDrift.values()) {
                page.number(AdviceTexts.noticed(trial, drift));
            }
        });
    }

    private void alarms() {
        advice.recommended().map(Recommendation::trial).ifPresent(best -> {
            page.heading("What the recommended setting would have told");
            if (best.alarms().isEmpty()) {
                page.paragraph("Nothing.");
                return;
            }
            page.table(
                    List.of("window", "length", "what drifted"),
                    () -> best.alarms()
                            .forEach(alarm -> page.row(() -> {
                                page.word(alarm.windowStart().toString());
                                page.word(
                                        DurationText.format(Duration.between(alarm.windowStart(), alarm.windowEnd())));
                                page.cell(alarm.subjects().stream().distinct().collect(Collectors.joining(", ")));
                            })));
        });
    }
}
