package io.tidemark.retrain.policy;

import io.tidemark.schemas.avro.RetrainSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is wrong with the part of a spec that the policy follows. Specs are checked when they are applied; a record in the topic may still be wrong.
 * The policy is safe with any: what makes no sense asks for nothing.
 */
public final class RetrainSpecCheck {
    private static final int DAY_MINUTES = 24 * 60;

    private RetrainSpecCheck() {}

    /** Each problem in words, with key and remedy; none where all is well. */
    public static List<String> problems(RetrainSpec spec) {
        List<String> problems = new ArrayList<>();
        String schedule = spec.getSchedule();
        if (schedule != null && schedule(schedule).isEmpty()) {
            problems.add("retrain.when.schedule: \"" + schedule
                    + "\" is no schedule, and nothing is scheduled; use five fields of cron such as 0 3 * * MON");
        }
        notNegative(problems, "retrain.cooldown", spec.getCooldownMs());
        notNegative(problems, "retrain.when.newLabels", spec.getNewLabels());
        notNegative(problems, "retrain.giveUpAfter", spec.getGiveUpAfter());
        if (!isMinute(spec.getQuietFromMinute()) || !isMinute(spec.getQuietToMinute())) {
            problems.add("retrain.quietHours: " + spec.getQuietFromMinute() + " to " + spec.getQuietToMinute()
                    + " are no minutes of a day; use 0 to " + (DAY_MINUTES - 1));
        }
        return problems;
    }

    private static void notNegative(List<String> problems, String key, long value) {
        if (value < 0) {
            problems.add(key + ": " + value + " is below 0, and counts as 0; use 0 or more");
        }
    }

    private static boolean isMinute(int minute) {
        return minute >= 0 && minute < DAY_MINUTES;
    }

    /** The schedule in a record; empty where it is none. */
    static Optional<Schedule> schedule(String text) {
        try {
            return Optional.of(Schedule.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // problems() tells, when the spec is read
        }
    }
}
