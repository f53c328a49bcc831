package io.tidemark.serving.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The values that a feature may have, as those of the Avro schema. */
final class FeatureValues {
    private FeatureValues() {}

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
            case List<?> elements -> numbers(elements);
            default -> Optional.empty();
        };
    }

    private static Optional<Object> numbers(List<? extends @Nullable Object> elements) {
        List<Double> numbers = new ArrayList<>(elements.size());
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
        return snapshot instanceof List<?> elements
                ? "a list with an element that is no number: " + typeOfFirstOther(elements)
                : "a " + snapshot.getClass().getName();
    }

    private static String typeOfFirstOther(List<? extends @Nullable Object> elements) {
        for (Object element : elements) {
            if (element != null && !(element instanceof Number)) {
                return element.getClass().getName();
            }
        }
        return "null";
    }
}
