package io.tidemark.stream.http.api;

import io.javalin.http.Context;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.stream.view.SeriesKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is asked for. Names of models, versions, segments and features may have any character, so they are parameters and no parts of the path.
 *
 * @param clock for times that are left out
 */
record Question(Context context, InstantSource clock) {
    private static final int LONGEST = 10_000;

    String text(String name) {
        return optional(name)
                .orElseThrow(
                        () -> ApiException.badRequest("the parameter " + name + " is missing: add ?" + name + "=…"));
    }

    Optional<String> optional(String name) {
        String value = context.queryParam(name);
        if (value != null && value.length() > LONGEST) {
            throw ApiException.badRequest("the parameter " + name + " is longer than " + LONGEST + " characters");
        }
        return Optional.ofNullable(value).filter(text -> !text.isEmpty());
    }

    int number(String name, int otherwise, int least, int most) {
        Optional<String> value = optional(name);
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value.get());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw ApiException.badRequest(
                "the parameter " + name + " is to be a whole number from " + least + " to " + most);
    }

    Optional<Instant> time(String name) {
        return optional(name).map(text -> {
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException e) {
                throw ApiException.badRequest(
                        "the parameter " + name + " is to be a time in UTC, such as 2026-01-31T08:00:00Z");
            }
        });
    }

    <E extends Enum<E>> Optional<E> choice(String name, Class<E> of) {
        return optional(name).map(text -> {
            for (E each : of.getEnumConstants()) {
                if (each.name().equals(text.toUpperCase(Locale.ROOT).replace('-', '_'))) {
                    return each;
                }
            }
            throw ApiException.badRequest("the parameter " + name + " is to be one of "
                    + String.join(
                            ", ",
                            List.of(of.getEnumConstants()).stream()
                                    .map(each -> each.name().toLowerCase(Locale.ROOT))
                                    .toList()));
        });
    }

    /** The series of parameters model, version and segment; all rows where no segment is named. */
    SeriesKey series() {
        return new SeriesKey(text("model"), text("version"), optional("segment").orElse(RecordKeys.ALL_ROWS));
    }

    /**
     * A range of event time.
     *
     * @param from inclusive
     * @param to exclusive
     */
    record Range(Instant from, Instant to) {}

    /** From parameter {@code from} to parameter {@code to}; all that is known where they are left out. */
    Range range() {
        Range range = new Range(
                time("from").orElse(Instant.EPOCH),
                time("to").orElse(clock.instant().plus(Duration.ofDays(3_660))));
        if (!range.from().isBefore(range.to())) {
            throw ApiException.badRequest("the parameter from is to be before the parameter to");
        }
        return range;
    }
}
