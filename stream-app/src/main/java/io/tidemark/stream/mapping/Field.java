package io.tidemark.stream.mapping;

import java.time.Instant;
import java.util.List;

/** What stands at one place of a record, whichever format it is written in. */
sealed interface Field {

    /** Nothing, or null. */
    record Missing() implements Field {
        static final Missing MISSING = new Missing();
    }

    record Whole(long value) implements Field {}

    /**
     * Any other number.
     *
     * @param value the nearest double
     * @param text as it is written where a text is asked for
     */
    record Real(double value, String text) implements Field {
        private static final double LAST_EXACT = 0x1p53;

        /** One whose text is without a fraction of nothing, so that a class 1 and a class 1.0 are one. */
        static Real of(double value) {
            boolean whole = value == Math.rint(value) && Math.abs(value) <= LAST_EXACT;
            return new Real(value, whole ? Long.toString((long) value) : Double.toString(value));
        }
    }

    record Text(String value) implements Field {}

    record Flag(boolean value) implements Field {}

    /**
     * A point in time, as the record's schema says.
     *
     * @param number as it is written
     */
    record Moment(Instant at, long number) implements Field {}

    /** An array of numbers. */
    record Numbers(List<Double> values) implements Field {}

    /**
     * Anything else.
     *
     * @param what in words, such as {@code an array of texts}
     */
    record Other(String what) implements Field {}

    /** An object: a JSON object, an Avro record or map. */
    non-sealed interface Fields extends Field {
        /** What stands under a name. */
        Field field(String name);

        List<String> names();
    }

    /** What it is, in words, for messages. */
    default String words() {
        return switch (this) {
            case Missing _ -> "nothing";
            case Whole _, Real _ -> "a number";
            case Text _ -> "a text";
            case Flag _ -> "a boolean";
            case Moment _ -> "a time";
            case Numbers _ -> "an array of numbers";
            case Other(String what) -> what;
            case Fields _ -> "an object";
        };
    }
}
