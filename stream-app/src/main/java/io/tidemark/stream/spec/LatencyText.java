package io.tidemark.stream.spec;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times that are too short for {@link DurationText}: {@code 500us}, {@code 5ms}, {@code 1s}. */
final class LatencyText {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(us|ms|s)");

    private LatencyText() {}

    static Optional<Duration> parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "us" -> ofMicros(number);
                    case "ms" -> Duration.ofMillis(number);
                    default -> Duration.ofSeconds(number);
                });
    }

    static Duration ofMicros(long micros) {
        return Duration.ofNanos(1_000 * micros);
    }

    static long micros(Duration latency) {
        return latency.toNanos() / 1_000;
    }

    /** In the largest unit that it is a whole number of. */
    static String format(Duration latency) {
        return format(micros(latency));
    }

    static String format(long micros) {
        if (micros % 1_000_000 == 0) {
            return micros / 1_000_000 + "s";
        }
        return micros % 1_000 == 0 ? micros / 1_000 + "ms" : micros + "us";
    }
}
