package io.tidemark.stream.spec;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 30s}, {@code 5m}, {@code 1h}, {@code 1d}, {@code 2w}. */
public final class DurationText {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})([smhdw])");
    private static final Map<String, Duration> UNITS = Map.of(
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1),
            "w", Duration.ofDays(7));

    private DurationText() {}

    /** The duration, or empty if the text is none. */
    public static Optional<Duration> parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Duration unit = UNITS.get(matcher.group(2));
        return Optional.ofNullable(unit).map(u -> u.multipliedBy(Long.parseLong(matcher.group(1))));
    }

    /** The duration in the largest unit that it is a whole number of. */
    public static String format(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0) {
            return "0s";
        }
        for (String unit : new String[] {"w", "d", "h", "m", "s"}) {
            long unitMillis = UNITS.getOrDefault(unit, Duration.ofSeconds(1)).toMillis();
            if (millis % unitMillis == 0) {
                return millis / unitMillis + unit;
            }
        }
        return millis + "ms";
    }
}
