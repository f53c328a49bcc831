package io.tidemark.standalone.advice;

import io.tidemark.standalone.page.HtmlPage;
import io.tidemark.stream.spec.DurationText;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** When each setting would have told of drift, as SVG. */
final class AlarmChart {
    private static final int WIDTH = 900;
    private static final int LABELS = 150;
    private static final int ROW = 16;
    private static final double NARROWEST = 2;

    private final Advice advice;
    private final List<Trial> trials;
    private final Instant from;
    private final Instant to;
    private final StringBuilder svg = new StringBuilder();

    AlarmChart(Advice advice) {
        this.advice = advice;
        this.trials = advice.trials();
        this.from = times(advice).min(Comparator.naturalOrder()).orElse(Instant.EPOCH);
        this.to = times(advice).max(Comparator.naturalOrder()).orElse(Instant.EPOCH);
    }

    private static Stream<Instant> times(Advice advice) {
        return Stream.concat(
                advice.trials().stream()
                        .flatMap(trial -> trial.span().stream())
                        .flatMap(span -> Stream.of(span.from(), span.to())),
                advice.question().known().stream().flatMap(known -> Stream.of(known.from(), known.to())));
    }

    String svg() {
        int height = ROW * (trials.size() + 2);
        svg.append("<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Alarms of each setting over time\">\n"
                .formatted(WIDTH, height));
        advice.question()
                .known()
                .forEach(known -> box("known", known.from(), known.to(), 0, ROW * trials.size(), "known"));
        for (int i = 0; i < trials.size(); i++) {
            row(trials.get(i), ROW * i);
        }
        svg.append(String.format(
                Locale.ROOT,
                "<line class=\"axis\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>\n",
                LABELS,
                WIDTH,
                ROW * trials.size() + 2,
                ROW * trials.size() + 2));
        text(LABELS, ROW * (trials.size() + 1), "start", day(from));
        text(WIDTH, ROW * (trials.size() + 1), "end", day(to));
        return svg.append("</svg>\n").toString();
    }

    private static String day(Instant time) {
        return time.atZone(ZoneOffset.UTC).toLocalDate().toString();
    }

    private void row(Trial trial, int y) {
        Setting setting = trial.setting();
        if (advice.setting().equals(Optional.of(setting))) {
            svg.append("<rect class=\"best-row\" x=\"0\" y=\"%d\" width=\"%d\" height=\"%d\"/>\n"
                    .formatted(y, WIDTH, ROW));
        }
        text(
                LABELS - 8,
                y + ROW - 4,
                "end",
                "%s × %s, %d in a row"
                        .formatted(
                                DurationText.format(setting.window()),
                                AdviceTexts.factor(setting.thresholds()),
                                setting.openAfter()));
        for (Alarm alarm : trial.alarms()) {
            boolean about = advice.question().known().stream().anyMatch(known -> known.isToldBy(alarm));
            box(
                    about ? "about" : "alarm",
                    alarm.windowStart(),
                    alarm.windowEnd(),
                    y + 3,
                    ROW - 6,
                    alarm.windowStart() + ": " + String.join(", ", alarm.subjects()));
        }
    }

    private void box(String kind, Instant start, Instant end, int y, int height, String title) {
        double x = x(start);
        svg.append(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"><title>%s</title></rect>\n",
                kind,
                x,
                y,
                Math.max(NARROWEST, x(end) - x),
                height,
                HtmlPage.escape(title)));
    }

    private double x(Instant time) {
        double whole = Math.max(1, to.toEpochMilli() - (double) from.toEpochMilli());
        return LABELS + (WIDTH - LABELS) * ((double) time.toEpochMilli() - from.toEpochMilli()) / whole;
    }

    private void text(int x, int y, String anchor, String text) {
        svg.append("<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>\n"
                .formatted(x, y, anchor, HtmlPage.escape(text)));
    }
}
