package io.tidemark.serving.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tidemark.schemas.avro.InferenceEvent;
import java.math.BigDecimal;
import java.nio.CharBuffer;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EventMapperTest {
    private final EventMapper mapper = new EventMapper(new EventLimits(3, 2, 20, 30, 4));

    static Stream<Arguments> values() {
        return Stream.of(
                arguments(1.5, 1.5),
                arguments(1.5f, 1.5),
                arguments(new BigDecimal("2.25"), 2.25),
                arguments(7, 7L),
                arguments((short) 7, 7L),
                arguments((byte) 7, 7L),
                arguments(7L, 7L),
                arguments(true, true),
                arguments("ORD", "ORD"),
                arguments(CharBuffer.wrap("ORD"), "ORD"),
                arguments('x', "x"),
                arguments(DayOfWeek.MONDAY, "MONDAY"),
                arguments(new double[] {1, 2.5}, List.of(1.0, 2.5)),
                arguments(new float[] {1, 2.5f}, List.of(1.0, 2.5)),
                arguments(new int[] {1, 2}, List.of(1.0, 2.0)),
                arguments(new long[] {1, 2}, List.of(1.0, 2.0)),
                arguments(List.of(1, 2.5), List.of(1.0, 2.5)));
    }

    @ParameterizedTest
    @MethodSource("values")
    void shouldTakeNumbersTruthsTextAndEmbeddings(Object given, Object expected) {
        InferenceEvent event = mapper.toEvent(of().feature("x", given).build());

        assertThat(event.getFeatures()).isEqualTo(Map.of("x", expected));
    }

    @Test
    void shouldTakeNullAsMissingAndNoPredictionAsNone() {
        InferenceEvent event = mapper.toEvent(of().feature("x", null).build());

        assertThat(event.getFeatures()).containsEntry("x", null);
        assertThat(event.getPrediction()).isNull();
        assertThat(event.getLatencyMicros()).isNull();
    }

    static Stream<Arguments> unusable() {
        return Stream.of(
                arguments(Inference.of(" ", "1", "i"), "the model id is empty"),
                arguments(Inference.of("m", nothing(), "i"), "the model version is null"),
                arguments(Inference.of("m", "1", nothing()), "the inference id is null"),
                arguments(of().at(nothing()), "the event time is null"),
                arguments(of().at(Instant.MAX), "is not between the years 1970 and 9999"),
                arguments(of().at(Instant.ofEpochSecond(-1)), "is not between the years 1970 and 9999"),
                arguments(of().features(nothing()), "a map of features, scores or tags is null"),
                arguments(of().feature("$score", 1), "feature \"$score\" begins with $"),
                arguments(of().feature("", 1), "the name of a feature is empty"),
                arguments(
                        of().feature("when", LocalDate.EPOCH),
                        "feature \"when\" is a java.time.LocalDate; log a number"),
                arguments(
                        of().feature("e", Arrays.asList(1, null)),
                        "feature \"e\" is a list with an element that is no number: null"),
                arguments(of().feature("e", List.of("a")), "no number: java.lang.String"),
                arguments(of().tags(of("region", nothing())), "tag \"region\" is null"),
                arguments(of().scores(of("late", nothing())), "the score of class \"late\" is null"),
                arguments(of().latency(Duration.ofNanos(-1)), "the latency PT-0.000000001S is not between"),
                arguments(of().latency(Duration.ofSeconds(Long.MAX_VALUE)), "is its unit wrong?"));
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void shouldNameWhatMakesAnInferenceUnusable(Inference.Builder given, String message) {
        assertRefused(given, DropReason.NOT_SERIALISABLE, message);
    }

    static Stream<Arguments> tooLarge() {
        return Stream.of(
                arguments(of().features(numbers(4)), "it has 4 features and scores, 3 are allowed"),
                arguments(of().features(numbers(3)).scores(Map.of("a", 1.0)), "it has 4 features and scores"),
                arguments(of().tags(Map.of("a", "", "b", "", "c", "")), "it has 3 tags, 2 are allowed"),
                arguments(of().feature("n".repeat(21), 1), "has 21 characters, 20 are allowed"),
                arguments(of().id("i".repeat(21)), "the inference id has 21 characters"),
                arguments(of().feature("t", "x".repeat(31)), "feature \"t\" has 31 characters, 30 are allowed"),
                arguments(of().tags(Map.of("t", "x".repeat(31))), "tag \"t\" has 31 characters"),
                arguments(of().label("x".repeat(31)), "the label has 31 characters"),
                arguments(of().feature("e", new double[5]), "feature \"e\" has 5 elements, 4 are allowed"));
    }

    @ParameterizedTest
    @MethodSource("tooLarge")
    void shouldNameWhatMakesAnInferenceTooLarge(Inference.Builder given, String message) {
        assertRefused(given, DropReason.TOO_LARGE, message);
    }

    @Test
    void shouldTakeWhatIsJustNotTooLarge() {
        InferenceEvent event = mapper.toEvent(of().id("i".repeat(20))
                .features(Map.of("n".repeat(20), "x".repeat(30), "e", new double[4]))
                .scores(Map.of("a", 1.0))
                .tags(Map.of("a", "x".repeat(30), "b", ""))
                .build());

        assertThat(event.getFeatures()).hasSize(2);
    }

    /** The application goes on with its own maps and arrays while the inference waits. */
    @Test
    void shouldWriteWhatWasGivenEvenIfItChangesLater() {
        double[] embedding = {1, 2};
        Map<String, Object> features = new HashMap<>(Map.of("e", embedding, "x", 1.0));
        Inference.Builder builder = of().features(features);
        Inference first = builder.build();
        embedding[0] = 100;
        features.put("x", 2.0);
        Inference second = builder.id("j").feature("x", 3.0).build();

        assertThat(mapper.toEvent(first).getFeatures()).isEqualTo(Map.of("e", List.of(1.0, 2.0), "x", 1.0));
        assertThat(mapper.toEvent(second).getFeatures()).isEqualTo(Map.of("e", List.of(1.0, 2.0), "x", 3.0));
    }

    private void assertRefused(Inference.Builder given, DropReason reason, String message) {
        assertThatThrownBy(() -> mapper.toEvent(given.build()))
                .isInstanceOfSatisfying(
                        UnfitInferenceException.class,
                        e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(message);
    }

    private static Inference.Builder of() {
        return Inference.of("m", "1", "i");
    }

    private static <V> Map<String, V> of(String name, V value) {
        Map<String, V> map = new HashMap<>();
        map.put(name, value);
        return map;
    }

    private static Map<String, Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> "x" + i, i -> i));
    }

    /** What a Java caller may give where null is not allowed. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        @Nullable T nothing = null;
        return nothing;
    }
}
