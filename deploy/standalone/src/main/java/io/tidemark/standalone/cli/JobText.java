package io.tidemark.standalone.cli;

import io.tidemark.schemas.avro.GateResult;
import io.tidemark.schemas.avro.GateVerdict;
import io.tidemark.schemas.avro.JobReport;
import io.tidemark.schemas.avro.JobState;
import io.tidemark.schemas.avro.JobStep;
import io.tidemark.schemas.avro.JobTrigger;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.standalone.loop.LoopTexts;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** Retrain jobs for a person. */
final class JobText {
    private static final String LINE = "%-28s  %-16s  %-16s  %-10s  %s";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);
    private static final int IMPORTANT = 10;

    private final Console console;

    JobText(Console console) {
        this.console = console;
    }

    String header() {
        return console.styled(LINE.formatted("JOB", "MODEL", "ASKED FOR", "STATE", "WHY"), Console.Style.BOLD);
    }

    String line(RetrainJob job) {
        return LINE.formatted(
                        job.getJobId(),
                        job.getModelId(),
                        TIME.format(job.getRequestedAt()),
                        LoopTexts.words(job.getState()),
                        job.getReason().isEmpty() ? trigger(job) : job.getReason())
                .stripTrailing();
    }

    private static String trigger(RetrainJob job) {
        return job.getTriggers().isEmpty() ? "" : job.getTriggers().getFirst().getReason();
    }

    List<String> details(RetrainJob job) {
        List<String> lines = new ArrayList<>();
        lines.add(console.styled(
                "Job %s of %s: %s".formatted(job.getJobId(), job.getModelId(), LoopTexts.words(job.getState())),
                Console.Style.BOLD));
        if (!job.getReason().isEmpty()) {
            lines.add(job.getReason());
        }
        if (job.getVersion() != null) {
            lines.add("published as version " + job.getVersion());
        }
        if (job.getNotBefore() != null && job.getState() == JobState.REQUESTED) {
            lines.add("waits until " + job.getNotBefore());
        }
        lines.add("");
        lines.add(console.styled("ASKED FOR BY", Console.Style.BOLD));
        for (JobTrigger trigger : job.getTriggers()) {
            lines.add("%s  %s: %s".formatted(trigger.getAt(), LoopTexts.words(trigger.getKind()), trigger.getReason()));
        }
        lines.add("");
        lines.add(console.styled("STEPS", Console.Style.BOLD));
        for (JobStep step : job.getSteps()) {
            lines.add("%s  %-10s  %s%s"
                    .formatted(
                            step.getAt(),
                            LoopTexts.words(step.getState()),
                            step.getWorker(),
                            step.getNote().isEmpty() ? "" : "  " + step.getNote()));
        }
        if (job.getReport() != null) {
            lines.add("");
            lines.addAll(report(job.getReport()));
        }
        return lines;
    }

    List<String> report(JobReport report) {
        List<String> lines = new ArrayList<>();
        String champion = report.getChampionVersion();
        lines.add("%,d rows to learn from since %s, %,d later ones from %s to %s to be judged by; %s"
                .formatted(
                        report.getTrainingRows(),
                        report.getTrainingFrom(),
                        report.getHoldoutRows(),
                        report.getHoldoutFrom(),
                        report.getHoldoutTo(),
                        champion == null ? "nothing to compare with" : "compared with version " + champion));
        gates("DATA", report.getChecks(), lines);
        gates("GATES", report.getGates(), lines);
        if (!report.getMetrics().isEmpty()) {
            lines.add("");
            lines.add(console.styled(
                    "%-20s  %-20s  %10s  %10s  %8s"
                            .formatted("METRIC", "SEGMENT", "NEW", champion == null ? "" : champion, "ROWS"),
                    Console.Style.BOLD));
            report.getMetrics()
                    .forEach(metric -> lines.add("%-20s  %-20s  %10s  %10s  %,8d"
                            .formatted(
                                    metric.getMetric(),
                                    metric.getSegment(),
                                    LoopTexts.figure(metric.getChallenger()),
                                    LoopTexts.figure(metric.getChampion()),
                                    metric.getRows())));
        }
        if (!report.getImportance().isEmpty()) {
            lines.add("");
            lines.add(console.styled(
                    "%-30s  %10s  %10s".formatted("LOOKS AT", "NEW", champion == null ? "" : champion),
                    Console.Style.BOLD));
            report.getImportance().stream()
                    .limit(IMPORTANT)
                    .forEach(feature -> lines.add("%-30s  %10s  %10s"
                            .formatted(
                                    feature.getFeature(),
                                    LoopTexts.figure(feature.getChallenger()),
                                    LoopTexts.figure(feature.getChampion()))
                            .stripTrailing()));
        }
        return lines;
    }

    private void gates(String title, List<GateResult> gates, List<String> lines) {
        if (gates.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(console.styled(title, Console.Style.BOLD));
        for (GateResult gate : gates) {
            lines.add("%s  %-14s  %s"
                    .formatted(
                            console.styled(
                                    "%-10s".formatted(LoopTexts.words(gate.getVerdict())), colour(gate.getVerdict())),
                            gate.getGate(),
                            gate.getExplanation()));
        }
    }

    private static Console.Style colour(GateVerdict verdict) {
        return switch (verdict) {
            case PASSED -> Console.Style.GREEN;
            case FAILED -> Console.Style.RED;
            case NOT_JUDGED -> Console.Style.FAINT;
        };
    }
}
