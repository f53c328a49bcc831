package io.tidemark.load.scorecard.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.load.scorecard.Detection;
import io.tidemark.load.scorecard.MatchLevel;
import io.tidemark.load.scorecard.NoDrift;
import io.tidemark.load.scorecard.Plan;
import io.tidemark.load.scorecard.Results;
import io.tidemark.load.scorecard.Target;
import io.tidemark.load.scorecard.estimate.EventRate;
import io.tidemark.load.scorecard.estimate.Interval;
import io.tidemark.load.scorecard.estimate.Proportion;
import io.tidemark.load.scorecard.rule.Rule;
import io.tidemark.load.scorecard.stream.Family;
import java.util.Locale;

/** The scorecard as one JSON document. It holds nothing of the machine or the moment, so equal runs give equal documents. */
public final class ScorecardJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ScorecardJson() {}

    public static ObjectNode of(Results results) {
        ObjectNode node = NODES.objectNode();
        node.set("settings", settings(results.plan()));
        ArrayNode targets = node.putArray("targets");
        Target.of(results).forEach(target -> targets.add(target(target)));
        ArrayNode quiet = node.putArray("withoutDrift");
        results.quietRows().forEach(row -> quiet.add(noDrift(row)));
        ArrayNode drift = node.putArray("drift");
        results.detectionRows().forEach(row -> drift.add(detection(row)));
        return node;
    }

    private static ObjectNode settings(Plan plan) {
        return NODES.objectNode()
                .put("quick", plan.quick())
                .put("seed", plan.seed())
                .put("features", Family.FEATURES)
                .put("baselineRows", plan.baselineRows())
                .put("repeats", plan.repeats())
                .put("confidence", 0.95);
    }

    private static ObjectNode target(Target target) {
        ObjectNode node = NODES.objectNode()
                .put("what", target.what())
                .put("direction", name(target.direction()))
                .put("limit", target.limit())
                .put("measured", target.measured());
        node.set("interval", interval(target.interval()));
        return node.put("passes", target.passes());
    }

    private static ObjectNode noDrift(NoDrift row) {
        ObjectNode node = NODES.objectNode()
                .put("stream", name(row.cell().stream().family()))
                .put("segmented", row.cell().stream().segmented())
                .put("rowsPerWindow", row.cell().rows())
                .put("baselines", row.cell().baselines())
                .put("windows", row.outcome().windows());
        node.set("falseEpisodes", rate(row.falseEpisodes()));
        node.set("falseWindows", rate(row.falseWindows()));
        ObjectNode rules = node.putObject("rules");
        for (Rule rule : Rule.values()) {
            ObjectNode ofRule = rules.putObject(name(rule)).put("threshold", rule.threshold());
            ofRule.set("falseWindows", rate(row.falseWindows(rule)));
        }
        return node;
    }

    private static ObjectNode detection(Detection row) {
        ObjectNode node = NODES.objectNode()
                .put("scenario", name(row.cell().scenario()))
                .put("label", row.cell().scenario().label())
                .put("rowsPerWindow", row.cell().rows())
                .put("detectionWindows", row.cell().scenario().detectionWindows())
                .put("patience", row.cell().patience());
        node.set("detected", proportion(row.tidemark()));
        node.set("undetected", proportion(row.undetected()));
        node.put("meanDelay", row.meanDelay());
        row.medianDelay().ifPresentOrElse(median -> node.put("medianDelay", median), () -> node.putNull("medianDelay"));
        ObjectNode rules = node.putObject("rules");
        for (Rule rule : Rule.values()) {
            ObjectNode ofRule = rules.putObject(name(rule));
            ofRule.set("detected", proportion(row.fixed(rule)));
            if (rule.canBeMatched()) {
                for (MatchLevel level : MatchLevel.values()) {
                    row.matched(rule, level)
                            .ifPresent(matched -> ofRule.set("matched" + capitalised(level), matched(matched)));
                }
            }
        }
        return node;
    }

    private static ObjectNode matched(Detection.Matched matched) {
        ObjectNode node =
                NODES.objectNode().put("threshold", matched.threshold()).put("falseWindows", matched.falseWindows());
        node.set("detected", proportion(matched.detected()));
        return node.put("pValue", matched.pValue()).put("beatsTidemark", matched.beatsTidemark());
    }

    private static ObjectNode rate(EventRate rate) {
        ObjectNode node = NODES.objectNode()
                .put("events", rate.events())
                .put("modelWeeks", rate.weeks())
                .put("perModelWeek", rate.value());
        node.set("interval", interval(rate.interval()));
        return node;
    }

    private static ObjectNode proportion(Proportion share) {
        ObjectNode node = NODES.objectNode()
                .put("hits", share.hits())
                .put("trials", share.trials())
                .put("share", share.value());
        node.set("interval", interval(share.interval()));
        return node;
    }

    private static ArrayNode interval(Interval interval) {
        return NODES.arrayNode().add(interval.lower()).add(interval.upper());
    }

    private static String name(Enum<?> constant) {
        String words = capitalisedWords(constant.name());
        return words.substring(0, 1).toLowerCase(Locale.ROOT) + words.substring(1);
    }

    private static String capitalised(Enum<?> constant) {
        return capitalisedWords(constant.name());
    }

    private static String capitalisedWords(String name) {
        StringBuilder words = new StringBuilder();
        for (String word : name.split("_", -1)) {
            words.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return words.toString();
    }
}
