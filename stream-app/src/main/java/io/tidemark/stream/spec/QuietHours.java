package io.tidemark.stream.spec;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hours of each day, in UTC, in which no retraining begins.
 *
 * @param fromMinute minute of the day, inclusive; 0 to 1,439
 * @param toMinute minute of the day, exclusive; before {@code fromMinute} where they go over midnight, equal to it where there are none
 */
public record QuietHours(int fromMinute, int toMinute) {
    public static final QuietHours NONE = new QuietHours(0, 0);

    private static final int DAY = 24 * 60;
    private static final Pattern FORM =
            Pattern.compile("([01]\\d|2[0-3]):([0-5]\\d)\\s*-\\s*([01]\\d|2[0-3]):([0-5]\\d)");

    public QuietHours {
        if (!isMinute(fromMinute) || !isMinute(toMinute)) {
            throw new IllegalArgumentException("retrain.quietHours: " + fromMinute + " to " + toMinute
                    + " are no minutes of a day; use 0 to " + (DAY - 1));
        }
    }

    private static boolean isMinute(int minute) {
        return minute >= 0 && minute < DAY;
    }

    /** The hours in a text such as {@code 08:00-18:00}; empty if it is none. */
    static Optional<QuietHours> parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        return matcher.matches()
                ? Optional.of(new QuietHours(minute(matcher, 1), minute(matcher, 3)))
                : Optional.empty();
    }

    private static int minute(Matcher matcher, int group) {
        return 60 * Integer.parseInt(matcher.group(group)) + Integer.parseInt(matcher.group(group + 1));
    }

    public boolean isEmpty() {
        return fromMinute == toMinute;
    }

    /** As a spec has it: {@code 08:00-18:00}. */
    @Override
    public String toString() {
        return "%02d:%02d-%02d:%02d".formatted(fromMinute / 60, fromMinute % 60, toMinute / 60, toMinute % 60);
    }
}
