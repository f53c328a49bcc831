package io.tidemark.standalone.replay;

import io.tidemark.stream.event.IsoTimes;
import java.time.Instant;
import java.util.Optional;

/** Reads a point in time as people and databases write it. */
public final class EventTimes {

    public static final String FORMS =
            "2001-04-15T10:00:00Z, 2001-04-15 10:00:00 (taken as UTC), 2001-04-15, or seconds or milliseconds since 1970";

    /** Seconds reach this in the year 5138, milliseconds did in 1973. */
    private static final long FIRST_MILLIS = 100_000_000_000L;

    private EventTimes() {}

    /** The time that the text says, empty if it is in none of the {@linkplain #FORMS forms}. */
    public static Optional<Instant> parse(String text) {
        try {
            if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
                long number = Long.parseLong(text);
                return Optional.of(
                        number < FIRST_MILLIS ? Instant.ofEpochSecond(number) : Instant.ofEpochMilli(number));
            }
            return IsoTimes.parse(text);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
