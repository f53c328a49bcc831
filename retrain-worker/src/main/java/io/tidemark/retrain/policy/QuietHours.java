package io.tidemark.retrain.policy;

import io.tidemark.schemas.avro.RetrainSpec;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * The hours of each day, in UTC, in which no automatic job begins.
 *
 * @param fromMinute minute of the day, inclusive
 * @param toMinute minute of the day, exclusive; before {@code fromMinute} where the hours go over midnight, equal to it where there are none
 */
record QuietHours(int fromMinute, int toMinute) {
    private static final int DAY = 24 * 60;

    /** Those of a spec; minutes beyond a day are taken as the next day's. */
    static QuietHours of(RetrainSpec spec) {
        return new QuietHours(
                Math.floorMod(spec.getQuietFromMinute(), DAY), Math.floorMod(spec.getQuietToMinute(), DAY));
    }

    /** When they end that {@code instant} is in; empty where it is in none. */
    Optional<Instant> endOf(Instant instant) {
        ZonedDateTime at = instant.atZone(ZoneOffset.UTC);
        int minute = at.toLocalTime().toSecondOfDay() / 60;
        boolean overMidnight = fromMinute > toMinute;
        boolean quiet =
                overMidnight ? minute >= fromMinute || minute < toMinute : minute >= fromMinute && minute < toMinute;
        if (!quiet) {
            return Optional.empty();
        }
        boolean endsTomorrow = overMidnight && minute >= fromMinute;
        ZonedDateTime end = at.toLocalDate()
                .plusDays(endsTomorrow ? 1 : 0)
                .atTime(LocalTime.ofSecondOfDay(toMinute * 60L))
                .atZone(ZoneOffset.UTC);
        return Optional.of(end.toInstant());
    }
}
