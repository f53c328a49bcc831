package io.tidemark.standalone.advice;

import io.tidemark.stream.spec.FalseAlarms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An advice in words. */
public final class AdviceSentences {
    private AdviceSentences() {}

    /** A sentence or two each: what to take and why, what the present setting gave, and what the advice rests on. */
    public static List<String> of(Advice advice) {
        if (advice.recommended().isEmpty()) {
            return List.of(
                    "No window could be judged with any of the settings: each has too few rows, or the stream ends before"
                            + " a baseline is learned. Try longer windows, give a baseline, or lower minRows and learnRows.");
        }
        List<String> sentences = new ArrayList<>();
        Recommendation recommended = advice.recommended().get();
        sentences.add(recommendation(advice, recommended));
        Trial current = advice.current();
        if (!current.setting().equals(recommended.trial().setting())) {
            sentences.add("The spec as it is (%s) gave %s."
                    .formatted(AdviceTexts.of(current.setting()), whatItGave(current, advice)));
        }
        if (advice.question().known().isEmpty()) {
            sentences.add(
                    "Every alarm counts as one too many, since no known drift was named. Where some of them are right, name"
                            + " their times, and the advice will keep them.");
        }
        if (advice.question().thresholds().size() > 1 && !doThresholdsMatter(advice)) {
            sentences.add(
                    "Thresholds make no difference here: what windows differ by is either not sure or large. What is sure is decided by"
                            + " falseAlarms; more of them notice more.");
        }
        return sentences;
    }

    private static String recommendation(Advice advice, Recommendation recommended) {
        Trial trial = recommended.trial();
        FalseAlarms accepted = advice.question().spec().falseAlarms();
        String given = "%s gave %s".formatted(AdviceTexts.of(trial.setting()), whatItGave(trial, advice));
        return recommended.withinBudget()
                ? "Take %s: %s. No other setting that stays within %s notices drift sooner."
                        .formatted(AdviceTexts.of(trial.setting()), whatItGave(trial, advice), accepted)
                : "No setting stays within %s. The fewest alarms: %s. Longer windows, higher thresholds or a newer baseline may do."
                        .formatted(accepted, given);
    }

    private static String whatItGave(Trial trial, Advice advice) {
        List<Period> known = advice.question().known();
        if (trial.judgedWindows() == 0) {
            return "nothing, since none of its windows could be judged";
        }
        String alarms = "%,d alarm%s in %,d windows, %s a week"
                .formatted(
                        trial.alarms().size(),
                        trial.alarms().size() == 1 ? "" : "s",
                        trial.judgedWindows(),
                        AdviceTexts.perWeek(trial.perWeek(trial.alarms().size())));
        String told = known.isEmpty()
                ? ""
                : ", told of %d of %d known drifts with %,d other alarms"
                        .formatted(
                                trial.caught(known),
                                known.size(),
                                trial.otherAlarms(known).size());
        return alarms + told + notices(trial);
    }

    private static String notices(Trial trial) {
        if (trial.noticed().isEmpty()) {
            return "";
        }
        if (trial.notices(TestDrift.MODERATE)) {
            return ", and would notice a moderate drift of one feature after "
                    + AdviceTexts.noticed(trial, TestDrift.MODERATE);
        }
        return trial.notices(TestDrift.LARGE)
                ? ", and would notice a large drift of one feature after " + AdviceTexts.noticed(trial, TestDrift.LARGE)
                        + ", but miss a moderate one in half of them"
                : ", and would miss even a large drift in half of the features";
    }

    /** Whether some thresholds gave other alarms than others. */
    private static boolean doThresholdsMatter(Advice advice) {
        record Others(Duration window, int openAfter) {}
        Map<Others, Set<List<Alarm>>> alarms = new HashMap<>();
        advice.trials()
                .forEach(trial -> alarms.computeIfAbsent(
                                new Others(
                                        trial.setting().window(),
                                        trial.setting().openAfter()),
                                _ -> new HashSet<>())
                        .add(trial.alarms()));
        return alarms.values().stream().anyMatch(different -> different.size() > 1);
    }
}
