package io.tidemark.load.scorecard.report;

import io.tidemark.load.scorecard.Detection;
import io.tidemark.load.scorecard.MatchLevel;
import io.tidemark.load.scorecard.NoDrift;
import io.tidemark.load.scorecard.Plan;
import io.tidemark.load.scorecard.Results;
import io.tidemark.load.scorecard.Target;
import io.tidemark.load.scorecard.rule.Rule;
import io.tidemark.load.scorecard.stream.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The scorecard as Markdown that reads well in a terminal too. */
public final class ScorecardText {
    private final Results results;
    private final List<Integer> sizes;
    private final StringBuilder text = new StringBuilder();

    private ScorecardText(Results results) {
        this.results = results;
        this.sizes = results.plan().drift().stream()
                .map(cell -> cell.rows())
                .distinct()
                .sorted()
                .toList();
    }

    public static String of(Results results) {
        ScorecardText text = new ScorecardText(results);
        text.write();
        return text.text.toString();
    }

    private void write() {
        Plan plan = results.plan();
        text.append("# Scorecard of the drift decisions\n\n");
        paragraph(
                "Made by `./tidemark scorecard%s --seed %d`. Do not edit: `./tidemark scorecard --markdown docs/scorecard.md`"
                                .formatted(plan.quick() ? " --quick" : "", plan.seed())
                        + " writes it anew, with the same numbers from the same code and seed.");
        if (plan.quick()) {
            paragraph("**This is the short run: its intervals are too wide for evidence.**");
        }
        paragraph("Intervals in parentheses are of 95 %: Wilson's for shares, Garwood's exact one for rates of events."
                + " What was run, and how, stands [below](#method).");
        section("Targets", targets());
        section("Without drift", noDrift());
        section("Detected in the first window", detection());
        section("Windows until an episode opened", delays());
        section("Other rules, as they are used: false alarms", fixedFalseAlarms());
        section("Other rules, as they are used: detection", fixedDetection());
        for (MatchLevel level : MatchLevel.values()) {
            section("Other rules " + level.label(), matched(level));
        }
        section("Where another rule detects more, and why", AheadText.of(results));
        text.append(MethodText.of(plan));
    }

    private void paragraph(String words) {
        text.append(words).append("\n\n");
    }

    private void section(String title, String body) {
        text.append("## ").append(title).append("\n\n").append(body).append('\n');
    }

    private String targets() {
        Table table = new Table(1, List.of("target", "limit", "measured", "95 %", "met"));
        for (Target target : Target.of(results)) {
            boolean rate = target.direction() == Target.Direction.AT_MOST;
            table.add(List.of(
                    target.what(),
                    rate ? "≤ " + Figures.rate(target.limit()) : "≥ " + Figures.percent(target.limit()) + " %",
                    rate ? Figures.rate(target.measured()) : Figures.percent(target.measured()) + " %",
                    rate ? Figures.rate(target.interval()) : Figures.percent(target.interval()) + " %",
                    target.passes() ? "yes" : "**no**"));
        }
        return table.toString();
    }

    private String noDrift() {
        Table table = new Table(
                1,
                List.of(
                        "stream",
                        "rows/window",
                        "model-weeks",
                        "baselines",
                        "false episodes",
                        "per model-week",
                        "false windows",
                        "per model-week"));
        for (NoDrift row : results.quietRows()) {
            table.add(List.of(
                    row.cell().stream().label(),
                    Figures.count(row.cell().rows()),
                    Figures.count(Math.round(row.weeks())),
                    Figures.count(row.cell().baselines()),
                    Figures.count(row.falseEpisodes().events()),
                    Figures.rate(row.falseEpisodes()),
                    Figures.count(row.falseWindows().events()),
                    Figures.rate(row.falseWindows())));
        }
        return table.toString();
    }

    private String detection() {
        return "Percent of %d streams each. The gradual drift counts when it is seen before its last window.\n\n"
                        .formatted(results.plan().repeats())
                + bySize(found -> Figures.percent(found.tidemark()));
    }

    private String delays() {
        return "Median, mean in parentheses, and the percentage that was not seen within the patience where there is one."
                + " A drift that was not seen counts in the mean as the patience, so that mean is a lower bound.\n\n"
                + bySize(ScorecardText::delay);
    }

    private static String delay(Detection found) {
        String median = found.medianDelay()
                .map(Figures::count)
                .orElse("> " + found.cell().patience());
        String missed = found.undetected().hits() == 0
                ? ""
                : ", %s %% not in %d"
                        .formatted(
                                Figures.percent(found.undetected().value()),
                                found.cell().patience());
        return median + " (" + Figures.decimal(found.meanDelay()) + ")" + missed;
    }

    private interface Cell {
        String of(Detection found);
    }

    private String bySize(Cell cell) {
        List<String> header = new ArrayList<>(List.of("drift"));
        sizes.forEach(size -> header.add(Figures.count(size) + " rows"));
        Table table = new Table(1, header);
        for (Scenario scenario : scenarios()) {
            List<String> row = new ArrayList<>(List.of(scenario.label()));
            sizes.forEach(size ->
                    row.add(results.detectionOf(scenario, size).map(cell::of).orElse(Figures.NONE)));
            table.add(row);
        }
        return table.toString();
    }

    private List<Scenario> scenarios() {
        return results.plan().drift().stream()
                .map(cell -> cell.scenario())
                .distinct()
                .toList();
    }

    private String fixedFalseAlarms() {
        Table table = new Table(
                1,
                header(
                        List.of("stream", "rows/window", "Tidemark"),
                        Stream.of(Rule.values()).map(Rule::label)));
        for (NoDrift row : results.quietRows()) {
            List<String> cells = new ArrayList<>(List.of(
                    row.cell().stream().label(),
                    Figures.count(row.cell().rows()),
                    Figures.rate(row.falseWindows().value())));
            for (Rule rule : Rule.values()) {
                cells.add(Figures.rate(row.falseWindows(rule).value()));
            }
            table.add(cells);
        }
        return "Windows with a false alarm per model-week of 168 windows.\n\n" + table;
    }

    private String fixedDetection() {
        Table table = new Table(
                1,
                header(
                        List.of("drift", "rows/window", "Tidemark"),
                        Stream.of(Rule.values()).map(Rule::label)));
        for (Detection row : results.detectionRows()) {
            List<String> cells = new ArrayList<>(List.of(
                    row.cell().scenario().label(),
                    Figures.count(row.cell().rows()),
                    Figures.percent(row.tidemark().value())));
            for (Rule rule : Rule.values()) {
                cells.add(Figures.percent(row.fixed(rule).value()));
            }
            table.add(cells);
        }
        return "Percent of the same streams. To be read beside the false alarms above: a rule that always alarms detects all.\n\n"
                + table;
    }

    private String matched(MatchLevel level) {
        List<Rule> rules = Stream.of(Rule.values()).filter(Rule::canBeMatched).toList();
        Table table = new Table(
                1,
                header(
                        List.of("drift", "rows/window", "false windows", "Tidemark"),
                        rules.stream().map(Rule::measure)));
        int ahead = 0;
        for (Detection row : results.detectionRows()) {
            if (row.noDrift().isEmpty()) {
                continue;
            }
            List<String> cells = new ArrayList<>(List.of(
                    row.cell().scenario().label(),
                    Figures.count(row.cell().rows()),
                    Figures.count(row.noDrift().get().allowed(level)) + " in "
                            + Figures.count(Math.round(row.noDrift().get().weeks())) + " wk",
                    Figures.percent(row.tidemark())));
            for (Rule rule : rules) {
                Optional<Detection.Matched> matched = row.matched(rule, level);
                boolean better = matched.map(Detection.Matched::beatsTidemark).orElse(false);
                ahead += better ? 1 : 0;
                String share =
                        matched.map(m -> Figures.percent(m.detected().value())).orElse(Figures.NONE);
                cells.add(better ? "**" + share + " ▲**" : share);
            }
            table.add(cells);
        }
        return ("Percent of the same streams, each rule with the threshold that fits. ▲ marks where a rule detects significantly more"
                                + " than Tidemark (McNemar's exact test, p < 0.05): %d cells.\n\n")
                        .formatted(ahead)
                + table;
    }

    private static List<String> header(List<String> first, Stream<String> rules) {
        List<String> header = new ArrayList<>(first);
        rules.forEach(header::add);
        return header;
    }
}
