package io.tidemark.serving.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The values that a feature may have: copied on the scoring thread, turned into those of the Avro schema off it. */
final class FeatureValues {
    /** An entry of a hash map, and the heads of name and value. */
    private static final int ENTRY_BYTES = 80;

    private FeatureValues() {}

    /** A value that the application can't change any more. */
    static @Nullable Object snapshot(@Nullable Object value) {
        return switch (value) {
            case double[] numbers -> numbers.clone();
            case float[] numbers -> numbers.clone();
            case int[] numbers -> numbers.clone();
            case long[] numbers -> numbers.clone();
            case List<?> elements -> elements.toArray();
            case CharSequence text -> text.toString();
            case null, default -> value;
        };
    }

    /** About how many bytes of memory the entries of a map take. Names are counted although most are shared. */
    static long weight(Map<String, ? extends @Nullable Object> entries) {
        long sum = 0;
        for (Map.Entry<String, ? extends @Nullable Object> entry : entries.entrySet()) {
            String name = entry.getKey();
            sum += ENTRY_BYTES + (name == null ? 0 : name.length()) + weight(entry.getValue());
        }
        return sum;
    }

    private static long weight(@Nullable Object value) {
        return switch (value) {
            case String text -> text.length();
            case double[] numbers -> 8L * numbers.length;
            case float[] numbers -> 4L * numbers.length;
            case int[] numbers -> 4L * numbers.length;
            case long[] numbers -> 8L * numbers.length;
            case Object[] elements -> 24L * elements.length;
            case null, default -> 0;
        };
    }

    /** A snapshot as the union of the schema has it; empty for what is none of its types. Null is not for this method. */
    static Optional<Object> toAvro(Object snapshot) {
        return switch (snapshot) {
            case Double number -> Optional.of(number);
            case String text -> Optional.of(text);
            case Boolean truth -> Optional.of(truth);
            case Long number -> Optional.of(number);
            case Integer number -> Optional.of(number.longValue());
            case Float number -> Optional.of(number.doubleValue());
            case Short number -> Optional.of(number.longValue());
            case Byte number -> Optional.of(number.longValue());
            case Number number -> Optional.of(number.doubleValue());
            case Character character -> Optional.of(character.toString());
            case Enum<?> constant -> Optional.of(constant.name());
            case double[] numbers ->
                Optional.of(DoubleStream.of(numbers).boxed().toList());
            case float[] numbers ->
                Optional.of(IntStream.range(0, numbers.length)
                        .mapToObj(i -> (double) numbers[i])
                        .toList());
            case int[] numbers ->
                Optional.of(IntStream.of(numbers).asDoubleStream().boxed().toList());
            case long[] numbers ->
                Optional.of(LongStream.of(numbers).asDoubleStream().boxed().toList());
            case Object[] elements -> numbers(elements);
            default -> Optional.empty();
        };
    }

    private static Optional<Object> numbers(@Nullable Object[] elements) {
        List<Double> numbers = new ArrayList<>(elements.length);
        for (Object element : elements) {
            if (!(element instanceof Number number)) {
                return Optional.empty();
            }
            numbers.add(number.doubleValue());
        }
        return Optional.of(numbers);
    }

    /** What stands in the way of {@link #toAvro}, for a message. */
    static String describe(Object snapshot) {
        return snapshot instanceof Object[] elements
                ? "a list with an element that is no number: " + typeOfFirstOther(elements)
                : "a " + snapshot.getClass().getName();
    }

    private static String typeOfFirstOther(@Nullable Object[] elements) {
        for (Object element : elements) {
            if (element != null && !(element instanceof Number)) {
                return element.getClass().getName();
            }
        }
        return "null";
    }
}
