package io.tidemark.retrain.policy;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * Times as five fields of cron in UTC: minute, hour, day of the month, month, day of the week. Where both days are restricted, either one is
 * enough, as POSIX has it.
 */
public final class Schedule {
    private final ExecutionTime times;

    private Schedule(ExecutionTime times) {
        this.times = times;
    }

    /**
     * The schedule in a text such as {@code 0 3 * * MON}.
     *
     * @throws IllegalArgumentException if it is none; the message says what is wrong
     */
    public static Schedule parse(String text) {
        CronParser parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
        return new Schedule(ExecutionTime.forCron(parser.parse(text.strip())));
    }

    /** The last time at or before an instant; empty where there is none. */
    public Optional<Instant> lastUntil(Instant instant) {
        // The library looks for times strictly before, in whole seconds.
        return times.lastExecution(utc(instant.plusSeconds(1)))
                .map(ZonedDateTime::toInstant)
                .filter(last -> !last.isAfter(instant));
    }

    private static ZonedDateTime utc(Instant instant) {
        return instant.atZone(ZoneOffset.UTC);
    }
}
