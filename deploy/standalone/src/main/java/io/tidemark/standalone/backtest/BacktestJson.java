package io.tidemark.standalone.backtest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.profile.baseline.FeatureKind;
import io.tidemark.schemas.json.AvroJson;
import io.tidemark.standalone.compare.ComparedFeature;
import io.tidemark.standalone.compare.ComparisonJson;
import io.tidemark.stream.assess.Assessment.BaselineLearned;
import io.tidemark.stream.assess.Assessment.EpisodeChanged;
import io.tidemark.stream.assess.Assessment.WindowAssessed;
import io.tidemark.stream.performance.PerformanceRevision;
import io.tidemark.stream.topology.DriftEvents;
import io.tidemark.stream.topology.WindowPerformances;
import java.time.Instant;
import java.util.List;

/** The JSON lines of {@code backtest}. Field names are a promise to scripts. */
public final class BacktestJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private BacktestJson() {}

    /** A line per feature: the fields of {@code compare}, and the window that was judged. */
    public static List<ObjectNode> windows(WindowAssessed window) {
        return window.features().values().stream()
                .flatMap(feature -> feature.judgement().stream())
                .map(judgement -> {
                    ObjectNode node = typed("window");
                    node.put(
                            "windowStart",
                            Instant.ofEpochMilli(window.judged().startMs()).toString());
                    node.put(
                            "windowEnd",
                            Instant.ofEpochMilli(window.judged().endMs()).toString());
                    node.setAll(ComparisonJson.of(new ComparedFeature(judgement.comparison(), judgement.verdict())));
                    return node;
                })
                .toList();
    }

    /** The event as it would be published; a backtest detects it at the window's end. */
    public static ObjectNode event(EpisodeChanged changed) {
        ObjectNode node = typed("event");
        node.setAll(AvroJson.of(
                DriftEvents.of(changed, Instant.ofEpochMilli(changed.window().endMs()))));
        return node;
    }

    /** The performance of a window as it would be published; a backtest assesses it at the window's end. */
    public static ObjectNode performance(PerformanceRevision revision) {
        ObjectNode node = typed("performance");
        node.setAll(AvroJson.of(WindowPerformances.of(
                revision, Instant.ofEpochMilli(revision.window().endMs()))));
        return node;
    }

    /** The baseline that was learned from the first windows. */
    public static ObjectNode baseline(BaselineLearned learned) {
        return typed("baseline")
                .put("baselineId", learned.baseline().id())
                .put("rows", learned.baseline().rows())
                .put("source", learned.baseline().source());
    }

    public static ObjectNode summary(BacktestSummary summary) {
        ObjectNode node = typed("summary")
                .put("baselineRows", summary.baselineRows())
                .put("rows", summary.rows())
                .put("profiled", summary.profiled())
                .put("late", summary.late())
                .put("withoutTime", summary.withoutTime())
                .put("windows", summary.windows())
                .put("windowsTooSmall", summary.windowsTooSmall())
                .put("episodesOpened", summary.opened())
                .put("episodesResolved", summary.resolved())
                .put("episodesStillOpen", summary.stillOpen());
        ObjectNode features = node.putObject("features");
        summary.kinds()
                .forEach((name, kind) -> features.put(name, kind == FeatureKind.NUMERIC ? "numeric" : "categorical"));
        summary.performance().ifPresent(performance -> node.set("performance", performance(performance)));
        return node;
    }

    private static ObjectNode performance(PerformanceSummary summary) {
        ObjectNode node = NODES.objectNode()
                .put("windows", summary.windows())
                .put("windowsJudged", summary.judged())
                .put("episodesOpened", summary.opened())
                .put("episodesResolved", summary.resolved())
                .put("episodesStillOpen", summary.stillOpen());
        ObjectNode predictions = node.putObject("predictions");
        summary.predictions().forEach((outcome, count) -> predictions.put(outcome.reason(), count));
        ObjectNode labels = node.putObject("labels").put("read", summary.labelsRead());
        summary.labels().forEach((outcome, count) -> labels.put(outcome.reason(), count));
        return node;
    }

    private static ObjectNode typed(String type) {
        return NODES.objectNode().put("type", type);
    }
}
