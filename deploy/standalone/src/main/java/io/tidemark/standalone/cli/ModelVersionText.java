package io.tidemark.standalone.cli;

import io.tidemark.schemas.avro.DataRange;
import io.tidemark.schemas.avro.ModelLineage;
import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.ServedVersion;
import io.tidemark.schemas.avro.ServingStatus;
import io.tidemark.serving.version.ServingPlan;
import io.tidemark.standalone.loop.LoopTexts;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Versions of models for a person. */
final class ModelVersionText {
    private static final String LINE = "%-20s  %-8s  %-22s  %-16s  %-24s  %s";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);

    private final Console console;

    ModelVersionText(Console console) {
        this.console = console;
    }

    String header() {
        return console.styled(
                LINE.formatted("MODEL", "VERSION", "STAGE", "SINCE", "BETTER THAN", "WHY"), Console.Style.BOLD);
    }

    String line(ModelVersion version, ServingPlan plan) {
        return LINE.formatted(
                        version.getModelId(),
                        version.getVersion(),
                        stage(version, plan),
                        TIME.format(version.getStageSince()),
                        comparison(version),
                        version.getReason())
                .stripTrailing();
    }

    /** The stage, and what it comes to beside other versions. */
    private static String stage(ModelVersion version, ServingPlan plan) {
        String stage = LoopTexts.words(version.getStage());
        if (version.getStage() == ModelStage.CANARY) {
            return "%s, %s".formatted(stage, percent(version.getCanaryShare()));
        }
        if (version.getStage() == ModelStage.PRODUCTION) {
            boolean answers = plan.champion()
                    .filter(champion -> champion.getVersion().equals(version.getVersion()))
                    .isPresent();
            return stage + (answers ? ", answers" : ", ready");
        }
        return stage;
    }

    private static String comparison(ModelVersion version) {
        for (String metric : List.of("logLoss", "rocAuc", "accuracy", "rmse", "mae")) {
            Double own = version.getMetrics().get(metric);
            Double champion = version.getChampionMetrics().get(metric);
            if (own != null) {
                return champion == null
                        ? "%s %s".formatted(metric, LoopTexts.figure(own))
                        : "%s: %s %s, not %s"
                                .formatted(
                                        version.getChampionVersion(),
                                        metric,
                                        LoopTexts.figure(own),
                                        LoopTexts.figure(champion));
            }
        }
        return "";
    }

    List<String> details(ModelVersion version, ServingPlan plan, Collection<ServingStatus> serving) {
        List<String> lines = new ArrayList<>();
        lines.add(console.styled(
                "%s version %s: %s".formatted(version.getModelId(), version.getVersion(), stage(version, plan)),
                Console.Style.BOLD));
        lines.add("since %s, by %s%s"
                .formatted(
                        version.getStageSince(),
                        version.getChangedBy().isEmpty() ? "somebody" : version.getChangedBy(),
                        version.getReason().isEmpty() ? "" : ": " + version.getReason()));
        lines.add("%,d bytes, SHA-256 %s"
                .formatted(
                        version.getArtifact().getBytes(), version.getArtifact().getSha256()));
        String others = version.getChampionVersion() == null ? "" : "  " + version.getChampionVersion();
        if (!version.getMetrics().isEmpty()) {
            lines.add("");
            lines.add(console.styled(
                    "%-20s  %10s  %10s".formatted("METRIC", version.getVersion(), others), Console.Style.BOLD));
            new TreeMap<>(version.getMetrics())
                    .forEach((metric, value) -> lines.add("%-20s  %10s  %10s"
                            .formatted(
                                    metric,
                                    LoopTexts.figure(value),
                                    LoopTexts.figure(
                                            version.getChampionMetrics().get(metric)))
                            .stripTrailing()));
        }
        lines.add("");
        lines.add(console.styled("SERVED BY", Console.Style.BOLD));
        List<String> instances = serving.stream()
                .flatMap(status -> status.getVersions().stream()
                        .filter(served -> served.getVersion().equals(version.getVersion()))
                        .map(served -> instance(status, served)))
                .toList();
        lines.addAll(instances.isEmpty() ? List.of("no instance that tells") : instances);
        return lines;
    }

    private static String instance(ServingStatus status, ServedVersion served) {
        return "%s  %s  %,d answers, %,d failures%s  (told %s)"
                .formatted(
                        status.getInstance(),
                        served.getState().name().toLowerCase(Locale.ROOT),
                        served.getAnswers(),
                        served.getFailures(),
                        served.getReason().isEmpty() ? "" : "; " + served.getReason(),
                        status.getAt());
    }

    List<String> lineage(ModelVersion version, ModelLineage lineage) {
        List<String> lines = new ArrayList<>();
        lines.add(console.styled(
                "%s version %s".formatted(version.getModelId(), version.getVersion()), Console.Style.BOLD));
        lines.add("asked for by  " + lineage.getTrigger()
                + (lineage.getTriggerId() == null ? "" : " (event " + lineage.getTriggerId() + ")"));
        if (lineage.getJobId() == null) {
            lines.add("origin        " + pairs(lineage.getTraining()));
            lines.add("code          " + lineage.getCode());
            lines.add("model hash    " + version.getArtifact().getSha256());
            return lines;
        }
        lines.add("job           " + Objects.requireNonNullElse(lineage.getJobId(), "none"));
        lines.add("spec          revision " + lineage.getSpecRevision());
        lines.add("examples      %,d to learn from, %,d later ones to be judged by, answered %s to %s"
                .formatted(
                        lineage.getTrainingRows(),
                        lineage.getHoldoutRows(),
                        time(lineage.getDataFrom()),
                        time(lineage.getDataTo())));
        lines.add("read from     "
                + lineage.getData().stream().map(ModelVersionText::range).collect(Collectors.joining(", ")));
        lines.add("data hash     " + lineage.getDataHash());
        lines.add("training      " + pairs(lineage.getTraining()));
        lines.add("code          " + lineage.getCode());
        lines.add("baseline      " + Objects.requireNonNullElse(version.getBaselineId(), "none"));
        lines.add("model hash    " + version.getArtifact().getSha256());
        return lines;
    }

    private static String pairs(Map<String, String> settings) {
        return new TreeMap<>(settings)
                .entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining(", "));
    }

    private static String range(DataRange range) {
        return "%s-%d@%d..%d".formatted(range.getTopic(), range.getPartition(), range.getFrom(), range.getTo() - 1);
    }

    private static String time(@Nullable Instant time) {
        return time == null ? "?" : time.toString();
    }

    private static String percent(double share) {
        return "%s %%".formatted(LoopTexts.figure(100 * share));
    }
}
