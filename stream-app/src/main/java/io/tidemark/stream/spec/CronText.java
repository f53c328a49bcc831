package io.tidemark.stream.spec;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;

/** Schedules as five fields of cron: minute, hour, day of the month, month, day of the week. */
final class CronText {
    /** After it, every date comes again that there is. */
    private static final ZonedDateTime SOME_DAY = ZonedDateTime.of(2024, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    private CronText() {}

    /** What is wrong with a schedule; empty where it names a time that comes. */
    static Optional<String> problem(String text) {
        try {
            Cron cron = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX)).parse(text.strip());
            return ExecutionTime.forCron(cron).nextExecution(SOME_DAY).isPresent()
                    ? Optional.empty()
                    : Optional.of(YamlSection.quoted(text) + " is a time that never comes");
        } catch (IllegalArgumentException e) {
            return Optional.of(YamlSection.quoted(text) + " is no schedule");
        }
    }
}
