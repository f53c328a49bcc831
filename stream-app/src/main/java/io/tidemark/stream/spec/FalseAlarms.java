package io.tidemark.stream.spec;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often a model that does not drift may be called drifted: the budget that tests of all its features and windows share.
 *
 * @param count 1 to 1,000
 * @param per 1 hour to 366 days
 */
public record FalseAlarms(int count, Duration per) {
    /** Once a week. */
    public static final FalseAlarms DEFAULT = new FalseAlarms(1, Duration.ofDays(7));

    private static final Pattern FORM = Pattern.compile("(0|[1-9]\\d{0,8})\\s+per\\s+(\\S+)");

    /** What stands in the text, in range or not. */
    record Text(long count, Duration per) {}

    public FalseAlarms {
        Range.FALSE_ALARMS.require("falseAlarms", count);
        Range.FALSE_ALARMS_PER.require("falseAlarms", per.toMillis());
    }

    /**
     * What a text such as {@code 1 per 7d} says; empty if it is none.
     *
     * @throws IllegalArgumentException if it is one, and out of range
     */
    public static Optional<FalseAlarms> of(String text) {
        return parse(text)
                .map(parts ->
                        new FalseAlarms(Math.toIntExact(Math.min(parts.count(), Integer.MAX_VALUE)), parts.per()));
    }

    /** The parts of a text such as {@code 1 per 7d}; empty if it is none. */
    static Optional<Text> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(matcher.group(1));
        return DurationText.parse(matcher.group(2)).map(per -> new Text(count, per));
    }

    /** As a spec has it: {@code 1 per 7d}. */
    @Override
    public String toString() {
        return count + " per " + DurationText.format(per);
    }
}
