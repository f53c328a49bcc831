package io.tidemark.stream.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads how new versions come to answer. */
final class RolloutYaml {
    static final List<String> KEYS = List.of("automatic", "shadow", "canary", "watch", "takeBack");
    static final List<String> CANARY_KEYS = List.of("shares", "rows");
    static final List<String> TAKE_BACK_KEYS = List.of("loss", "failures", "latency");
    static final String LATENCY_REMEDY = "write a number from 1 to 1000 such as 2, or off";
    private static final String OFF = "off";

    private RolloutYaml() {}

    /** Empty where the key is missing, and the defaults hold. */
    static Optional<Rollout> read(YamlSection root, String key) {
        if (!root.keys().contains(key)) {
            return Optional.empty();
        }
        if (root.isNothing(key)) {
            root.problem(key, "has no value", "write \"" + key + ": {}\" for the defaults, or remove the line");
            return Optional.empty();
        }
        YamlSection section = root.section(key);
        section.allowOnly(KEYS);
        Rollout defaults = Rollout.DEFAULT;
        return Optional.of(new Rollout(
                section.flag("automatic", defaults.automatic()),
                section.isText("shadow", OFF) ? 0 : section.wholeNumber("shadow", Range.SHADOW_ROWS, defaults.shadow()),
                canary(section.section("canary")),
                section.duration("watch", Range.WATCH, defaults.watch()),
                takeBack(section.section("takeBack"))));
    }

    private static Rollout.Canary canary(YamlSection section) {
        section.allowOnly(CANARY_KEYS);
        return new Rollout.Canary(
                shares(section), section.wholeNumber("rows", Range.EVIDENCE_ROWS, Rollout.Canary.DEFAULT.rows()));
    }

    private static List<Double> shares(YamlSection section) {
        List<Double> shares = new ArrayList<>();
        for (String text : section.texts("shares", "[5%, 25%]")) {
            double share = Percent.parse(text).orElseGet(() -> YamlNumber.of(text));
            if (ShareRange.POSITIVE.has(share)) {
                shares.add(share);
            } else {
                section.problem(
                        "shares",
                        YamlSection.quoted(text) + " is no share of the requests",
                        ShareRange.POSITIVE.remedy());
            }
        }
        if (!Rollout.Canary.isAscending(shares)) {
            section.problem("shares", "do not rise", "write the smallest first, and each once, such as [5%, 25%]");
            return List.of();
        }
        if (shares.size() > Rollout.Canary.MOST_SHARES) {
            section.problem("shares", "are " + shares.size(), "keep at most " + Rollout.Canary.MOST_SHARES);
            return List.of();
        }
        return shares;
    }

    private static Rollout.TakeBack takeBack(YamlSection section) {
        section.allowOnly(TAKE_BACK_KEYS);
        Rollout.TakeBack defaults = Rollout.TakeBack.DEFAULT;
        return new Rollout.TakeBack(
                ShareRange.LOSS.read(section, "loss", defaults.loss()),
                ShareRange.ANY.read(section, "failures", defaults.failures()),
                section.isText("latency", OFF)
                        ? OptionalDouble.empty()
                        : section.number("latency", Rollout.TakeBack::isLatency, "ratio", LATENCY_REMEDY));
    }
}
