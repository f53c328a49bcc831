package io.tidemark.load.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.load.ledger.RowPlan;
import io.tidemark.schemas.avro.InferenceEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * What a careless or hostile producer writes: every kind makes something grow that the monitor keeps.
 *
 * <p>Seeded: equal numbers give equal records.
 */
enum Attack {
    /** A model's name with an id in it. */
    MODELS(6_000),
    /** A version with an id in it, in windows that are open together. */
    VERSIONS(8_000),
    /** A segment for each request. */
    SEGMENTS(15_000),
    /** Features that are named after users. */
    FEATURE_NAMES(4_000),
    /** As many features as may be, of several models in several windows. */
    WIDE(1_200),
    /** More features than may be. */
    TOO_WIDE(40),
    /** Free text as a category. */
    CATEGORIES(12_000),
    /** Times all over a quarter of a century. */
    TIMES(6_000),
    /** Windows that are all open together. */
    WINDOWS(8_000),
    ARRAYS(40),
    TEXTS(60),
    /** Names as long as a page. */
    NAMES(500);

    /** The model that a spec was applied for. */
    static final String MODEL = "attacked";

    /** Another one, so that its windows are not the first to give up their sketches. */
    static final String TEXTS_MODEL = "texts";

    static final String TEXTS_SPEC = "model: texts";

    static final String SPEC = """
            model: attacked
            window: 1m
            grace: 5d
            segments: {by: [request], max: 100000}
            """;

    private static final Instant START = RowPlan.START;
    private static final int WIDE_FEATURES = 1_990;

    private final int records;

    Attack(int records) {
        this.records = records;
    }

    int records() {
        return records;
    }

    InferenceEvent event(int number) {
        Random random = new Random(number * 31L + name().hashCode());
        String id = UUID.nameUUIDFromBytes((name() + number).getBytes(UTF_8)).toString();
        return switch (this) {
            case MODELS -> of("model-" + id, "1", START, numbers("f", 20, random), Map.of());
            case VERSIONS -> of(MODEL, id, minute(number % 100), numbers("f", 20, random), Map.of());
            case SEGMENTS -> of(MODEL, "1", minute(number % 3), numbers("f", 40, random), Map.of("request", id));
            case FEATURE_NAMES -> of("by-user", "1", START, numbers("user-" + id + "-", 20, random), Map.of());
            case WIDE ->
                of(
                        "wide-" + number % 8,
                        "1",
                        START.plus(Duration.ofHours(number / 8 % 2)),
                        numbers("wide-", WIDE_FEATURES, random),
                        Map.of());
            case TOO_WIDE -> of(MODEL, "1", START, numbers("too-wide-", 10_000, random), Map.of());
            case CATEGORIES -> of(TEXTS_MODEL, "1", START, texts(2, 120, random), Map.of());
            case TIMES ->
                of(
                        "times",
                        "1",
                        START.plus(Duration.ofMinutes(random.nextInt(12_000_000))),
                        numbers("f", 5, random),
                        Map.of());
            case WINDOWS -> of(MODEL, "1", minute(random.nextInt(7_000)), numbers("f", 20, random), Map.of());
            case ARRAYS ->
                of(
                        "arrays",
                        "1",
                        START,
                        Map.of("embedding", random.doubles(100_000).boxed().toList()),
                        Map.of());
            case TEXTS -> of("long-texts", "1", START, texts(1, 800_000, random), Map.of("request", "x".repeat(9_000)));
            case NAMES -> of("n".repeat(5_000) + id, "1", START, numbers("f", 2, random), Map.of());
        };
    }

    private static Instant minute(int number) {
        return START.plus(Duration.ofMinutes(number));
    }

    private static Map<String, Object> numbers(String prefix, int count, Random random) {
        Map<String, Object> numbers = HashMap.newHashMap(count);
        IntStream.range(0, count).forEach(i -> numbers.put(prefix + i, random.nextGaussian()));
        return numbers;
    }

    private static Map<String, Object> texts(int count, int length, Random random) {
        Map<String, Object> texts = HashMap.newHashMap(count);
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder(length + 16);
            while (text.length() < length) {
                text.append(Long.toHexString(random.nextLong()));
            }
            texts.put("text-" + i, text.toString());
        }
        return texts;
    }

    private static InferenceEvent of(
            String model, String version, Instant time, Map<String, Object> features, Map<String, String> tags) {
        return InferenceEvent.newBuilder()
                .setInferenceId(model.length() > 100 ? "long" : model)
                .setModelId(model)
                .setModelVersion(version)
                .setEventTime(time)
                .setFeatures(features)
                .setPrediction(null)
                .setTags(tags)
                .setLatencyMicros(null)
                .build();
    }

    /** Limits that it passes, as the events name them. */
    List<String> limits() {
        return switch (this) {
            case MODELS -> List.of("* $limit.models");
            case VERSIONS -> List.of(MODEL + " $limit.versions");
            case SEGMENTS, WINDOWS -> List.of(MODEL + " $limit.memory");
            case FEATURE_NAMES -> List.of("by-user $limit.features", "* $limit.memory");
            case WIDE, TIMES, ARRAYS, TEXTS -> List.of();
            case TOO_WIDE, NAMES -> List.of("* $limit.events");
            case CATEGORIES -> List.of(TEXTS_MODEL + " $limit.categories");
        };
    }
}
