package io.tidemark.stream.mapping;

import io.tidemark.stream.event.IsoTimes;
import io.tidemark.stream.mapping.Field.Fields;
import io.tidemark.stream.mapping.Field.Flag;
import io.tidemark.stream.mapping.Field.Missing;
import io.tidemark.stream.mapping.Field.Moment;
import io.tidemark.stream.mapping.Field.Numbers;
import io.tidemark.stream.mapping.Field.Other;
import io.tidemark.stream.mapping.Field.Real;
import io.tidemark.stream.mapping.Field.Text;
import io.tidemark.stream.mapping.Field.Whole;
import io.tidemark.stream.spec.RecordPath;
import io.tidemark.stream.spec.Source.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The values of one record, as the parts of an event want them. What can't be had is said with its path. */
final class Values {
    /** As JSON writes numbers; BigDecimal would take more, and time without bound for large exponents. */
    private static final Pattern DECIMAL = Pattern.compile("[+-]?\\d{1,400}(\\.\\d{1,400})?([eE][+-]?\\d{1,3})?");

    /** Whose milliseconds a long holds. */
    private static final long LAST_SECOND = Long.MAX_VALUE / 1_000;

    private static final int MOST_NAMES = 20;
    private static final long MICROS_NANOS = 1_000L;
    private static final long MILLIS_NANOS = 1_000_000L;

    private final Fields record;

    Values(Fields record) {
        this.record = record;
    }

    /** What stands at a path; missing where the record does not go so deep. */
    Field at(RecordPath path) {
        Field field = record;
        for (String name : path.names()) {
            if (!(field instanceof Fields fields)) {
                return Missing.MISSING;
            }
            field = fields.field(name);
        }
        return field;
    }

    /** A text, or a number or boolean as text; empty where it is missing. */
    Optional<String> text(RecordPath path) {
        return text(path, at(path));
    }

    static Optional<String> text(RecordPath path, Field field) {
        return switch (field) {
            case Missing _ -> Optional.empty();
            case Text(String value) -> Optional.of(value);
            case Whole(long value) -> Optional.of(Long.toString(value));
            case Real(double _, String text) -> Optional.of(text);
            case Flag(boolean value) -> Optional.of(Boolean.toString(value));
            case Moment moment -> Optional.of(moment.at().toString());
            case Numbers _, Other _, Fields _ -> throw wrongType(path, field, "a text is wanted");
        };
    }

    /** A text that is not blank. */
    String name(RecordPath path, IngestOutcome otherwise, String what) {
        return text(path)
                .filter(text -> !text.isBlank())
                .orElseThrow(
                        () -> new UnmappableException(otherwise, "there is no " + what + " at " + path + hint(path)));
    }

    /** A number, or a text that is one; null where it is missing. */
    @Nullable
    Double number(RecordPath path) {
        return number(path, at(path));
    }

    static @Nullable Double number(RecordPath path, Field field) {
        return switch (field) {
            case Missing _ -> null;
            case Whole(long value) -> (double) value;
            case Real(double value, String _) -> value;
            case Text(String value) when DECIMAL.matcher(value).matches() -> Double.valueOf(value);
            case Text _, Flag _, Moment _, Numbers _, Other _, Fields _ ->
                throw wrongType(path, field, "a number is wanted");
        };
    }

    /** A point in time in milliseconds since 1970; empty where it is missing. */
    Optional<Long> epochMs(Quantity time) {
        Field field = at(time.at());
        return switch (field) {
            case Missing _ -> Optional.empty();
            case Moment moment -> Optional.of(moment.at().toEpochMilli());
            case Text(String text)
            when !DECIMAL.matcher(text).matches() ->
                Optional.of(IsoTimes.parse(text.strip())
                        .filter(at -> Math.abs(at.getEpochSecond()) < LAST_SECOND)
                        .orElseThrow(
                                () -> new UnmappableException(
                                        IngestOutcome.NO_TIME,
                                        "'" + shortened(text) + "' at " + time.at()
                                                + " is no time; write it as ISO 8601, such as 2001-04-15T10:00:00Z, or as a number"))
                        .toEpochMilli());
            case Text _, Whole _, Real _, Flag _, Numbers _, Other _, Fields _ ->
                Optional.of(count(time, field, MILLIS_NANOS, "a time is wanted"));
        };
    }

    /** A duration in microseconds; null where it is missing. */
    @Nullable
    Long micros(Quantity duration) {
        Field field = at(duration.at());
        return field instanceof Missing ? null : count(duration, field, MICROS_NANOS, "a duration is wanted");
    }

    /** A number of a unit as a whole number of another one, exact, what is left of one cut off. */
    private static long count(Quantity quantity, Field field, long nanosEach, String wanted) {
        Optional<BigDecimal> number = switch (field) {
            case Whole(long value) -> Optional.of(BigDecimal.valueOf(value));
            case Real(double value, String _) when Double.isFinite(value) -> Optional.of(BigDecimal.valueOf(value));
            case Text(String text) when DECIMAL.matcher(text).matches() -> Optional.of(new BigDecimal(text));
            case Field _ -> Optional.empty();
        };
        BigDecimal counted = number.orElseThrow(() -> wrongType(quantity.at(), field, wanted))
                .multiply(BigDecimal.valueOf(quantity.unit().nanos()))
                .divide(BigDecimal.valueOf(nanosEach), 0, RoundingMode.FLOOR);
        try {
            return counted.longValueExact();
        } catch (ArithmeticException e) {
            throw new UnmappableException(
                    IngestOutcome.WRONG_TYPE,
                    quantity.at() + " counts too many " + quantity.unit().key() + "; is the unit right?");
        }
    }

    /** What a feature may be; null where it is missing. */
    static @Nullable Object feature(RecordPath path, Field field) {
        return switch (field) {
            case Missing _ -> null;
            case Whole(long value) -> value;
            case Real(double value, String _) -> value;
            case Text(String value) -> value;
            case Flag(boolean value) -> value;
            case Moment moment -> moment.number();
            case Numbers(var values) -> values;
            case Other _, Fields _ ->
                throw wrongType(path, field, "a feature is a number, a boolean, a text or an array of numbers");
        };
    }

    /** The fields of an object; none where it is missing. */
    Optional<Fields> fields(RecordPath path) {
        Field field = at(path);
        return switch (field) {
            case Missing _ -> Optional.empty();
            case Fields fields -> Optional.of(fields);
            case Whole _, Real _, Text _, Flag _, Moment _, Numbers _, Other _ ->
                throw wrongType(path, field, "an object is wanted");
        };
    }

    static UnmappableException wrongType(RecordPath path, Field field, String wanted) {
        String found = field instanceof Text(String text) ? "the text '" + shortened(text) + "'" : field.words();
        return new UnmappableException(
                IngestOutcome.WRONG_TYPE,
                path + " is " + found + ", and " + wanted + "; correct the path in the spec's source");
    }

    /** What is there instead, where a name was probably misspelt. */
    private String hint(RecordPath path) {
        String names =
                record.names().stream().limit(MOST_NAMES).map(Values::shortened).collect(Collectors.joining(", "));
        return "; the record's fields are " + names
                + (path.names().isEmpty() ? "" : ": correct the path in the spec's source, or the producer");
    }

    static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
