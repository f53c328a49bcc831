package io.tidemark.standalone.advice;

import io.tidemark.standalone.page.HtmlPage;
import io.tidemark.stream.spec.FalseAlarms;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Each setting by its alarms and by how soon it notices a drift of one size, as SVG. Settings that never do stand at the top. */
final class TradeOffChart {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 320;
    private static final int LEFT = 80;
    private static final int BOTTOM = 40;
    private static final int TOP = 30;
    private static final double ROOM = 1.05;

    private final Advice advice;
    private final TestDrift drift;
    private final List<Trial> trials;
    private final double mostAlarms;
    private final double longestMs;
    private final StringBuilder svg = new StringBuilder();

    TradeOffChart(Advice advice, TestDrift drift) {
        this.advice = advice;
        this.drift = drift;
        this.trials = advice.trials().stream()
                .filter(trial -> trial.judgedWindows() > 0 && trial.noticed().containsKey(drift))
                .toList();
        this.mostAlarms = ROOM
                * Math.max(
                        accepted(),
                        trials.stream().mapToDouble(this::alarms).max().orElse(1));
        this.longestMs = trials.stream()
                .flatMap(trial -> delay(trial).stream())
                .mapToDouble(Duration::toMillis)
                .max()
                .orElse(1);
    }

    private double alarms(Trial trial) {
        return trial.perWeek(trial.otherAlarms(advice.question().known()).size());
    }

    private double accepted() {
        FalseAlarms accepted = advice.question().spec().falseAlarms();
        return accepted.count()
                * (double) Duration.ofDays(7).toMillis()
                / accepted.per().toMillis();
    }

    private Optional<Duration> delay(Trial trial) {
        return Optional.ofNullable(trial.noticed().get(drift)).flatMap(Noticed::delay);
    }

    String svg() {
        svg.append(
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Alarms a week and time until a %s drift is noticed, by setting\">\n"
                        .formatted(WIDTH, HEIGHT, drift.key()));
        line("axis", LEFT, HEIGHT - BOTTOM, WIDTH, HEIGHT - BOTTOM);
        line("axis", LEFT, TOP, LEFT, HEIGHT - BOTTOM);
        line("limit", x(accepted()), TOP, x(accepted()), HEIGHT - BOTTOM);
        text(x(accepted()) - 4, TOP - 8, "end", "accepted");
        text(WIDTH, HEIGHT - 6, "end", "alarms a week, to " + AdviceTexts.perWeek(mostAlarms / ROOM));
        text(LEFT, HEIGHT - BOTTOM + 14, "middle", "0");
        text(LEFT - 6, TOP + 4, "end", "never");
        if (trials.stream().anyMatch(trial -> delay(trial).isPresent())) {
            text(LEFT - 6, y(longestMs) + 4, "end", AdviceTexts.delay(Optional.of(Duration.ofMillis((long)
                    longestMs))));
        }
        text(LEFT - 6, HEIGHT - BOTTOM, "end", "at once");
        trials.forEach(this::point);
        return svg.append("</svg>\n").toString();
    }

    private void point(Trial trial) {
        boolean best = advice.setting().equals(Optional.of(trial.setting()));
        svg.append(String.format(
                Locale.ROOT,
                "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%d\"><title>%s</title></circle>\n",
                best ? "about" : "alarm",
                x(alarms(trial)),
                delay(trial).map(delay -> y((double) delay.toMillis())).orElse((double) TOP),
                best ? 7 : 4,
                HtmlPage.escape("%s: %s alarms a week, noticed after %s"
                        .formatted(
                                AdviceTexts.of(trial.setting()),
                                AdviceTexts.perWeek(alarms(trial)),
                                AdviceTexts.noticed(trial, drift)))));
    }

    private double x(double alarms) {
        return LEFT + (WIDTH - LEFT) * alarms / mostAlarms;
    }

    /** Times as logarithms would say more about short ones, and less about what hurts. */
    private double y(double delayMs) {
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP - 20) * delayMs / longestMs;
    }

    private void line(String kind, double x1, double y1, double x2, double y2) {
        svg.append(String.format(
                Locale.ROOT,
                "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n",
                kind,
                x1,
                y1,
                x2,
                y2));
    }

    private void text(double x, double y, String anchor, String text) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n",
                x,
                y,
                anchor,
                HtmlPage.escape(text)));
    }
}
