package io.tidemark.standalone.loop;

import io.tidemark.schemas.avro.ComparedMetric;
import io.tidemark.schemas.avro.FeatureImportance;
import io.tidemark.schemas.avro.GateResult;
import io.tidemark.schemas.avro.JobReport;
import io.tidemark.schemas.avro.JobStep;
import io.tidemark.schemas.avro.JobTrigger;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.avro.TrainingTrial;
import io.tidemark.standalone.page.HtmlPage;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a job's model was judged, as a web page that needs no other file. Every text in it comes from a topic and is escaped. */
public final class JobReportPage {
    private static final String STYLE = """
            .passed { color: var(--good); } .failed { color: var(--bad); } .not_judged { color: var(--none); }
            .bar { height: .5rem; background: var(--bar); margin: .15rem 0; } .bar.other { background: var(--other); }
            """;

    private final RetrainJob job;
    private final JobReport report;
    private final HtmlPage page;

    private JobReportPage(RetrainJob job, JobReport report) {
        this.job = job;
        this.report = report;
        this.page = new HtmlPage("%s: job %s".formatted(job.getModelId(), job.getJobId()), STYLE);
    }

    /** The page, as UTF-8 text. */
    public static String of(RetrainJob job, JobReport report) {
        return new JobReportPage(job, report).build();
    }

    private String build() {
        page.paragraph(LoopTexts.words(job.getState())
                + (job.getVersion() == null ? "" : " as version " + job.getVersion())
                + (job.getReason().isEmpty() ? "" : ": " + job.getReason()));
        page.paragraph("%,d rows to learn from since %s; %,d later ones, from %s to %s, to be judged by."
                .formatted(
                        report.getTrainingRows(),
                        report.getTrainingFrom(),
                        report.getHoldoutRows(),
                        report.getHoldoutFrom(),
                        report.getHoldoutTo()));
        page.paragraph(champion());
        gates("Gates", report.getGates());
        gates("Data", report.getChecks());
        metrics();
        importance();
        table(
                "Asked for by",
                List.of("when", "what", "why"),
                () -> job.getTriggers().forEach(this::trigger));
        table(
                "Steps",
                List.of("when", "state", "worker", "note"),
                () -> job.getSteps().forEach(this::step));
        training();
        return page.build();
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

    private void table(String title, List<String> columns, HtmlPage.Part rows) {
        page.heading(title);
        page.table(columns, rows);
    }

    private void gates(String title, List<GateResult> results) {
        if (!results.isEmpty()) {
            table(title, List.of("verdict", "gate", "why"), () -> results.forEach(this::gate));
        }
    }

    private void gate(GateResult gate) {
        String verdict = gate.getVerdict().name().toLowerCase(Locale.ROOT);
        page.row(() -> {
            page.word(verdict, verdict.replace('_', ' '));
            page.cell(gate.getGate());
            page.cell(gate.getExplanation());
        });
    }

    private void metrics() {
        if (!report.getMetrics().isEmpty()) {
            table(
                    "Metrics",
                    List.of("metric", "segment", "#new", "#" + championName(), "#rows"),
                    () -> report.getMetrics().forEach(this::metric));
        }
    }

    private String championName() {
        return report.getChampionVersion() == null ? "" : "version " + report.getChampionVersion();
    }

    private void metric(ComparedMetric metric) {
        page.row(() -> {
            page.cell(metric.getMetric());
            page.cell(metric.getSegment());
            page.number(LoopTexts.figure(metric.getChallenger()));
            page.number(LoopTexts.figure(metric.getChampion()));
            page.number("%,d".formatted(metric.getRows()));
        });
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
                () -> report.getImportance().forEach(feature -> importance(feature, largest)));
    }

    private void importance(FeatureImportance feature, double largest) {
        page.row(() -> {
            page.cell(feature.getFeature());
            page.number(LoopTexts.figure(feature.getChallenger()));
            page.number(LoopTexts.figure(feature.getChampion()));
            page.markup("<td style=\"width:40%\">");
            bar("bar", feature.getChallenger(), largest);
            if (feature.getChampion() != null) {
                bar("bar other", feature.getChampion(), largest);
            }
            page.markup("</td>");
        });
    }

    private void bar(String kind, double value, double largest) {
        double share = largest > 0 ? Math.clamp(value / largest, 0, 1) : 0;
        page.markup("<div class=\"%s\" style=\"width:%s%%\"></div>"
                .formatted(kind, String.format(Locale.ROOT, "%.1f", 100 * share)));
    }

    private void trigger(JobTrigger trigger) {
        page.row(() -> {
            page.word(trigger.getAt().toString());
            page.word(LoopTexts.words(trigger.getKind()));
            page.cell(trigger.getReason());
        });
    }

    private void step(JobStep step) {
        page.row(() -> {
            page.word(step.getAt().toString());
            page.word(LoopTexts.words(step.getState()));
            page.word(step.getWorker());
            page.cell(step.getNote());
        });
    }

    private void training() {
        table("Training", List.of("settings", "#loss"), () -> {
            page.row(() -> {
                page.cell(settings(report.getTraining()));
                page.number("");
            });
            report.getTrials().forEach(this::trial);
        });
    }

    private void trial(TrainingTrial trial) {
        page.row(() -> {
            page.cell("tried: " + settings(trial.getTraining())
                    + (trial.getNote().isEmpty() ? "" : "; " + trial.getNote()));
            page.number(LoopTexts.figure(trial.getLoss()));
        });
    }

    private static String settings(Map<String, String> training) {
        return new TreeMap<>(training)
                .entrySet().stream()
                        .map(setting -> setting.getKey() + " = " + setting.getValue())
                        .collect(Collectors.joining(", "));
    }

    private static double orZero(@Nullable Double value) {
        return value == null ? 0 : value;
    }
}
