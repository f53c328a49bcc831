package io.tidemark.stream.spec;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads whether and how labels are joined. */
final class LabelsYaml {
    static final List<String> KEYS = List.of("wait", "positive", "coverage");

    private static final String REMEDY = "write a share above 0 and at most 1, such as 95% or 0.95";

    private LabelsYaml() {}

    /** Empty where labels aren't joined: where the key is missing. */
    static Optional<Labels> read(YamlSection root, String key) {
        if (!root.keys().contains(key)) {
            return Optional.empty();
        }
        if (root.isNothing(key)) {
            root.problem(key, "has no value", "write \"" + key + ": {}\" for the defaults, or remove the line");
            return Optional.of(Labels.DEFAULT);
        }
        YamlSection section = root.section(key);
        section.allowOnly(KEYS);
        return Optional.of(new Labels(
                section.duration("wait", Range.LABELS_WAIT, Labels.DEFAULT.waitFor()),
                section.text("positive"),
                coverage(section)));
    }

    private static double coverage(YamlSection section) {
        OptionalDouble percent = section.percent("coverage");
        if (percent.isEmpty()) {
            return section.number("coverage", Labels::isCoverage, "share", REMEDY)
                    .orElse(Labels.DEFAULT.coverage());
        }
        double share = percent.getAsDouble();
        if (!Labels.isCoverage(share)) {
            section.problem("coverage", Percent.format(share) + " is out of range", REMEDY);
            return Labels.DEFAULT.coverage();
        }
        return share;
    }
}
