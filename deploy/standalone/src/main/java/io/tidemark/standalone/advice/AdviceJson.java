package io.tidemark.standalone.advice;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.stream.spec.DurationText;
import io.tidemark.stream.spec.SpecText;
import java.util.List;
import java.util.Optional;

/** An advice as one JSON document. Field names are a promise to scripts; times are in milliseconds. */
public final class AdviceJson {
    private AdviceJson() {}

    public static ObjectNode of(Advice advice) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("model", advice.question().spec().model());
        root.put("accepted", advice.question().spec().falseAlarms().toString());
        advice.recommended().ifPresent(recommended -> {
            Setting setting = recommended.trial().setting();
            ObjectNode node = root.putObject("recommended");
            put(setting, node);
            node.put("withinAccepted", recommended.withinBudget());
            node.put("spec", SpecText.of(setting.in(advice.question().spec())));
        });
        ArrayNode trials = root.putArray("settings");
        advice.trials().forEach(trial -> put(trial, advice.question().known(), trials.addObject()));
        return root;
    }

    private static void put(Setting setting, ObjectNode node) {
        node.put("window", DurationText.format(setting.window()));
        node.put("thresholds", setting.thresholds());
        node.put("openAfter", setting.openAfter());
    }

    private static void put(Trial trial, List<Period> known, ObjectNode node) {
        put(trial.setting(), node);
        node.put("judgedWindows", trial.judgedWindows());
        node.put("judgedMs", trial.judged().toMillis());
        node.put("alarmsPerWeek", trial.perWeek(trial.alarms().size()));
        node.put("otherAlarms", trial.otherAlarms(known).size());
        ArrayNode told = node.putArray("known");
        known.forEach(drift -> {
            ObjectNode each = told.addObject()
                    .put("from", drift.from().toString())
                    .put("to", drift.to().toString());
            trial.delayOf(drift)
                    .ifPresentOrElse(
                            delay -> each.put("toldAfterMs", delay.toMillis()), () -> each.putNull("toldAfterMs"));
        });
        ObjectNode noticed = node.putObject("noticed");
        for (TestDrift drift : TestDrift.values()) {
            Optional.ofNullable(trial.noticed().get(drift)).ifPresent(how -> {
                ObjectNode each = noticed.putObject(drift.key()).put("features", how.features());
                how.delay()
                        .ifPresentOrElse(delay -> each.put("afterMs", delay.toMillis()), () -> each.putNull("afterMs"));
            });
        }
        ArrayNode alarms = node.putArray("alarms");
        trial.alarms().forEach(alarm -> {
            ObjectNode each = alarms.addObject()
                    .put("windowStart", alarm.windowStart().toString())
                    .put("windowEnd", alarm.windowEnd().toString());
            alarm.subjects().forEach(each.putArray("subjects")::add);
        });
    }
}
