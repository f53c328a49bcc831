package io.tidemark.standalone.cli;

import io.tidemark.profile.performance.Metric;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.stream.spec.Algorithm;
import io.tidemark.stream.spec.DurationText;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.spec.Retraining;
import io.tidemark.stream.spec.Rollout;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What retraining and rollout of a monitor spec amount to, in words. */
final class LoopSummary {
    private LoopSummary() {}

    /** None where no models are made and nothing is said of their rollout. */
    static List<String> lines(MonitorSpec spec) {
        List<String> lines = new ArrayList<>();
        spec.retraining().ifPresent(retraining -> {
            lines.add("new models: when " + when(retraining.when()) + pauses(retraining));
            lines.add("made of " + data(retraining.data()) + " with "
                    + retraining.model().algorithm().key()
                    + (retraining.model().algorithm() == Algorithm.AUTO
                            ? " in %d trials".formatted(retraining.model().trials())
                            : "")
                    + "; judged by " + gates(retraining));
        });
        if (spec.retraining().isPresent() || spec.rollout().isPresent()) {
            lines.add("rolled out " + rollout(spec.rollout().orElse(Rollout.DEFAULT)));
        }
        return lines;
    }

    private static String when(Retraining.When when) {
        List<String> causes = new ArrayList<>();
        cause(causes, when.drift(), "drift");
        cause(causes, when.dataQuality(), "damaged data");
        cause(causes, when.performance(), "loss of performance");
        cause(causes, when.concept(), "concept drift");
        when.schedule().ifPresent(schedule -> causes.add("the schedule " + schedule + " (UTC)"));
        if (when.newLabels() > 0) {
            causes.add("%,d new labels".formatted(when.newLabels()));
        }
        return causes.isEmpty() ? "a person asks" : "there is " + String.join(", or ", causes);
    }

    private static void cause(List<String> causes, Optional<Severity> level, String what) {
        level.ifPresent(severity -> causes.add(severity.name().toLowerCase(Locale.ROOT) + " " + what));
    }

    private static String pauses(Retraining retraining) {
        return "; " + DurationText.format(retraining.cooldown()) + " apart"
                + (retraining.quietHours().isEmpty() ? "" : ", not in " + retraining.quietHours() + " UTC")
                + (retraining.giveUpAfter() == 0
                        ? ""
                        : ", given up after %,d in vain".formatted(retraining.giveUpAfter()));
    }

    private static String data(Retraining.Data data) {
        return (data.rows() == 0 ? "" : "the latest %,d ".formatted(data.rows())) + "labelled answers"
                + data.window().map(window -> " of " + DurationText.format(window)).orElse("")
                + (data.sinceDrift() ? " since the drift began" : "")
                + ", %,d at least,".formatted(data.minRows());
    }

    private static String gates(Retraining retraining) {
        Retraining.Gates gates = retraining.gates();
        return gates.metric().map(Metric::words).orElse("log loss, or root mean squared error,")
                + " on the latest %s of them, %s better at least"
                        .formatted(percent(retraining.holdout()), percent(gates.improvement()))
                + gates.fairness().map(fairness -> ", fair by " + fairness.tag()).orElse("");
    }

    private static String rollout(Rollout rollout) {
        List<String> stages = new ArrayList<>();
        if (rollout.shadow() > 0) {
            stages.add("%,d labelled answers in the shadow".formatted(rollout.shadow()));
        }
        if (!rollout.canary().shares().isEmpty()) {
            stages.add("%s of the requests with %,d labelled answers each"
                    .formatted(
                            rollout.canary().shares().stream()
                                    .map(LoopSummary::percent)
                                    .collect(Collectors.joining(", ")),
                            rollout.canary().rows()));
        }
        return (rollout.automatic() ? "" : "by a person, ")
                + (stages.isEmpty() ? "at once" : "after " + String.join(", then ", stages))
                + "; taken back within %s with a loss %s higher or %s failures"
                        .formatted(
                                DurationText.format(rollout.watch()),
                                percent(rollout.takeBack().loss()),
                                percent(rollout.takeBack().failures()));
    }

    private static String percent(double share) {
        double percent = share * 100;
        return (percent == Math.rint(percent) ? "%.0f".formatted(percent) : String.valueOf((float) percent)) + " %";
    }
}
