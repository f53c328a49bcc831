package io.tidemark.stream.spec;

import io.tidemark.profile.performance.Metric;
import io.tidemark.schemas.avro.Severity;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Retraining and rollout as {@link RetrainYaml} and {@link RolloutYaml} read them, with all settings that have a value. */
final class LoopText {
    private static final String OFF = "off";

    private LoopText() {}

    static Map<String, Object> of(Retraining retraining) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("when", when(retraining.when()));
        map.put("cooldown", DurationText.format(retraining.cooldown()));
        if (!retraining.quietHours().isEmpty()) {
            map.put("quietHours", retraining.quietHours().toString());
        }
        map.put("giveUpAfter", retraining.giveUpAfter());
        map.put("data", data(retraining.data()));
        map.put("holdout", Percent.format(retraining.holdout()));
        map.put("model", model(retraining.model()));
        map.put("gates", gates(retraining.gates()));
        return map;
    }

    private static Map<String, Object> when(Retraining.When when) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("drift", level(when.drift()));
        map.put("dataQuality", level(when.dataQuality()));
        map.put("performance", level(when.performance()));
        map.put("concept", level(when.concept()));
        when.schedule().ifPresent(schedule -> map.put("schedule", schedule));
        map.put("newLabels", when.newLabels());
        return map;
    }

    private static String level(Optional<Severity> level) {
        return level.map(severity -> severity.name().toLowerCase(Locale.ROOT)).orElse(OFF);
    }

    private static Map<String, Object> data(Retraining.Data data) {
        Map<String, Object> map = new LinkedHashMap<>();
        data.window().ifPresent(window -> map.put("window", DurationText.format(window)));
        map.put("rows", data.rows());
        if (data.sinceDrift()) {
            map.put("since", "drift");
        }
        data.halfLife().ifPresent(halfLife -> map.put("halfLife", DurationText.format(halfLife)));
        map.put("minRows", data.minRows());
        map.put("maxMissing", Percent.format(data.maxMissing()));
        map.put("minClassShare", Percent.format(data.minClassShare()));
        map.put("maxDuplicates", Percent.format(data.maxDuplicates()));
        data.maxAge().ifPresent(maxAge -> map.put("maxAge", DurationText.format(maxAge)));
        map.put("exclude", data.exclude());
        return map;
    }

    /** What has no effect is left out: the reader refuses it. */
    private static Map<String, Object> model(Retraining.Model model) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("algorithm", model.algorithm().key());
        if (model.algorithm() != Algorithm.AUTO) {
            map.put("hyperParameters", model.sorted());
        }
        map.put("seed", model.seed());
        if (model.algorithm() == Algorithm.AUTO) {
            map.put("trials", model.trials());
            map.put("searchFor", DurationText.format(model.searchFor()));
        }
        return map;
    }

    private static Map<String, Object> gates(Retraining.Gates gates) {
        Map<String, Object> map = new LinkedHashMap<>();
        gates.metric().map(Metric::key).ifPresent(metric -> map.put("metric", metric));
        map.put("improvement", Percent.format(gates.improvement()));
        map.put("significance", gates.significance());
        map.put("segments", Percent.format(gates.segments()));
        gates.fairness().ifPresent(fairness -> map.put("fairness", fairness(fairness)));
        gates.latency().ifPresent(latency -> map.put("latency", LatencyText.format(latency)));
        map.put("calibration", gates.calibration());
        return map;
    }

    private static Map<String, Object> fairness(Retraining.Fairness fairness) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("tag", fairness.tag());
        map.put("favourable", fairness.favourable());
        map.put("disparateImpact", fairness.disparateImpact());
        map.put("equalOpportunity", fairness.equalOpportunity());
        map.put("minRows", fairness.minRows());
        return map;
    }

    static Map<String, Object> of(Rollout rollout) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("automatic", rollout.automatic());
        map.put("shadow", rollout.shadow() == 0 ? OFF : rollout.shadow());
        Map<String, Object> canary = new LinkedHashMap<>();
        canary.put(
                "shares",
                rollout.canary().shares().stream().map(Percent::format).toList());
        canary.put("rows", rollout.canary().rows());
        map.put("canary", canary);
        map.put("watch", DurationText.format(rollout.watch()));
        Map<String, Object> takeBack = new LinkedHashMap<>();
        takeBack.put("loss", Percent.format(rollout.takeBack().loss()));
        takeBack.put("failures", Percent.format(rollout.takeBack().failures()));
        takeBack.put(
                "latency",
                rollout.takeBack().latency().isPresent()
                        ? rollout.takeBack().latency().getAsDouble()
                        : OFF);
        map.put("takeBack", takeBack);
        return map;
    }
}
