package io.tidemark.standalone.loop;

import io.tidemark.schemas.avro.ComparedMetric;
import io.tidemark.schemas.avro.FeatureImportance;
import io.tidemark.schemas.avro.GateResult;
import io.tidemark.schemas.avro.JobReport;
import io.tidemark.schemas.avro.JobStep;
import io.tidemark.schemas.avro.JobTrigger;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.avro.TrainingTrial;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a job's model was judged, as a web page that needs no other file. Every text in it comes from a topic and is escaped. */
public final class JobReportPage {
    private static final String STYLE = """
            :root { color-scheme: light dark; --line: #8884; --good: #1a7f37; --bad: #cf222e; --none: #767676; --bar: #2f6fb3; --other: #b3892f; }
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
            h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
            table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
            td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; } td.number, td.word { white-space: nowrap; }
            .passed { color: var(--good); } .failed { color: var(--bad); } .not_judged { color: var(--none); }
            .bar { height: .5rem; background: var(--bar); margin: .15rem 0; } .bar.other { background: var(--other); }
            @media (prefers-color-scheme: dark) { :root { --good: #3fb950; --bad: #f85149; --none: #9a9a9a; --bar: #58a6ff; --other: #d29922; } }
            """;

    private final RetrainJob job;
    private final JobReport report;
    private final StringBuilder page = new StringBuilder();

    private JobReportPage(RetrainJob job, JobReport report) {
        this.job = job;
        this.report = report;
    }

    /** The page, as UTF-8 text. */
    public static String of(RetrainJob job, JobReport report) {
        return new JobReportPage(job, report).build();
    }

    private String build() {
        String title = "%s: job %s".formatted(job.getModelId(), job.getJobId());
        page.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
                .append(escape(title))
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<h1>")
                .append(escape(title))
                .append("</h1>\n");
        paragraph(LoopTexts.words(job.getState())
                + (job.getVersion() == null ? "" : " as version " + job.getVersion())
                + (job.getReason().isEmpty() ? "" : ": " + job.getReason()));
        paragraph("%,d rows to learn from since %s; %,d later ones, from %s to %s, to be judged by."
                .formatted(
                        report.getTrainingRows(),
                        report.getTrainingFrom(),
                        report.getHoldoutRows(),
                        report.getHoldoutFrom(),
                        report.getHoldoutTo()));
        paragraph(champion());
        gates("Gates", report.getGates());
        gates("Data", report.getChecks());
        metrics();
        importance();
        table(
                "Asked for by",
                List.of("when", "what", "why"),
                report -> job.getTriggers().forEach(this::trigger));
        table(
                "Steps",
                List.of("when", "state", "worker", "note"),
                report -> job.getSteps().forEach(this::step));
        training();
        return page.append("</body>\n</html>\n").toString();
    }

    private String champion() {
        if (report.getChampionVersion() == null) {
            return "There was no version to compare with.";
        }
        return "Compared with version " + report.getChampionVersion()
                + (report.getChampionScored()
                        ? ", which was asked the same questions again."
                        : ", by the answers that it logged.");
    }

    @FunctionalInterface
    private interface Rows {
        void write(JobReport report);
    }

    private void table(String title, List<String> columns, Rows rows) {
        page.append("<h2>").append(escape(title)).append("</h2>\n<table>\n<thead><tr>");
        for (String column : columns) {
            boolean number = column.startsWith("#");
            page.append(number ? "<th class=\"number\" scope=\"col\">" : "<th scope=\"col\">")
                    .append(escape(number ? column.substring(1) : column))
                    .append("</th>");
        }
        page.append("</tr></thead>\n<tbody>\n");
        rows.write(report);
        page.append("</tbody>\n</table>\n");
    }

    private void gates(String title, List<GateResult> results) {
        if (!results.isEmpty()) {
            table(title, List.of("verdict", "gate", "why"), all -> results.forEach(this::gate));
        }
    }

    private void gate(GateResult gate) {
        String verdict = gate.getVerdict().name().toLowerCase(Locale.ROOT);
        page.append("<tr><td class=\"word ").append(verdict).append("\">");
        page.append(escape(verdict.replace('_', ' '))).append("</td>");
        cell(gate.getGate());
        cell(gate.getExplanation());
        page.append("</tr>\n");
    }

    private void metrics() {
        if (!report.getMetrics().isEmpty()) {
            table(
                    "Metrics",
                    List.of("metric", "segment", "#new", "#" + championName(), "#rows"),
                    all -> all.getMetrics().forEach(this::metric));
        }
    }

    private String championName() {
        return report.getChampionVersion() == null ? "" : "version " + report.getChampionVersion();
    }

    private void metric(ComparedMetric metric) {
        page.append("<tr>");
        cell(metric.getMetric());
        cell(metric.getSegment());
        number(LoopTexts.figure(metric.getChallenger()));
        number(LoopTexts.figure(metric.getChampion()));
        number("%,d".formatted(metric.getRows()));
        page.append("</tr>\n");
    }

    private void importance() {
        if (report.getImportance().isEmpty()) {
            return;
        }
        double largest = report.getImportance().stream()
                .mapToDouble(feature -> Math.max(feature.getChallenger(), orZero(feature.getChampion())))
                .max()
                .orElse(0);
        table(
                "What the models look at",
                List.of(
                        "feature",
                        "#new",
                        "#" + championName(),
                        "how much worse without it"
                                + (championName().isEmpty() ? "" : ": new above " + championName())),
                all -> all.getImportance().forEach(feature -> importance(feature, largest)));
    }

    private void importance(FeatureImportance feature, double largest) {
        page.append("<tr>");
        cell(feature.getFeature());
        number(LoopTexts.figure(feature.getChallenger()));
        number(LoopTexts.figure(feature.getChampion()));
        page.append("<td style=\"width:40%\">");
        bar("bar", feature.getChallenger(), largest);
        if (feature.getChampion() != null) {
            bar("bar other", feature.getChampion(), largest);
        }
        page.append("</td></tr>\n");
    }

    private void bar(String kind, double value, double largest) {
        double share = largest > 0 ? Math.clamp(value / largest, 0, 1) : 0;
        page.append("<div class=\"%s\" style=\"width:%s%%\"></div>"
                .formatted(kind, String.format(Locale.ROOT, "%.1f", 100 * share)));
    }

    private void trigger(JobTrigger trigger) {
        page.append("<tr>");
        word(trigger.getAt().toString());
        word(LoopTexts.words(trigger.getKind()));
        cell(trigger.getReason());
        page.append("</tr>\n");
    }

    private void step(JobStep step) {
        page.append("<tr>");
        word(step.getAt().toString());
        word(LoopTexts.words(step.getState()));
        word(step.getWorker());
        cell(step.getNote());
        page.append("</tr>\n");
    }

    private void training() {
        table("Training", List.of("settings", "#loss"), all -> {
            page.append("<tr>");
            cell(settings(all.getTraining()));
            number("");
            page.append("</tr>\n");
            all.getTrials().forEach(this::trial);
        });
    }

    private void trial(TrainingTrial trial) {
        page.append("<tr>");
        cell("tried: " + settings(trial.getTraining()) + (trial.getNote().isEmpty() ? "" : "; " + trial.getNote()));
        number(LoopTexts.figure(trial.getLoss()));
        page.append("</tr>\n");
    }

    private static String settings(Map<String, String> training) {
        return new TreeMap<>(training)
                .entrySet().stream()
                        .map(setting -> setting.getKey() + " = " + setting.getValue())
                        .collect(Collectors.joining(", "));
    }

    private void paragraph(String text) {
        page.append("<p>").append(escape(text)).append("</p>\n");
    }

    private void cell(String text) {
        page.append("<td>").append(escape(text)).append("</td>");
    }

    /** What is not to be broken into two lines. */
    private void word(String text) {
        page.append("<td class=\"word\">").append(escape(text)).append("</td>");
    }

    private void number(String text) {
        page.append("<td class=\"number\">").append(escape(text)).append("</td>");
    }

    private static double orZero(@Nullable Double value) {
        return value == null ? 0 : value;
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
