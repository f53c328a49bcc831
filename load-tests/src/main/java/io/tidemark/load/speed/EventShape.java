package io.tidemark.load.speed;

import io.tidemark.load.event.GeneratedEvent;
import io.tidemark.schemas.avro.InferenceEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * What the events of a benchmark look like: of every twenty features fourteen are numbers, two whole numbers, three categories of 10, 200 and
 * 5,000 values, and one is a boolean. Seeded: equal arguments make equal events.
 *
 * @param features of an event, beside its label and its score
 * @param segments values of the tag {@code site}; with 1 there is no tag
 * @param models whose events alternate
 */
public record EventShape(int features, int segments, int models) {
    static final String TAG = "site";
    private static final int[] CATEGORIES = {10, 200, 5_000};

    /** Twenty features of one model. */
    public static final EventShape STANDARD = new EventShape(20, 1, 1);

    static String model(int number) {
        return "model-" + number;
    }

    /** An event. */
    public InferenceEvent event(long number, Instant time, Random random) {
        double score = random.nextDouble();
        return GeneratedEvent.builder(
                        Long.toString(number),
                        model((int) (number % models)),
                        time,
                        features(random),
                        score > 0.5 ? "late" : "on-time",
                        score)
                .setTags(segments == 1 ? Map.of() : Map.of(TAG, "site-" + random.nextInt(segments)))
                .setLatencyMicros(500L)
                .build();
    }

    private Map<String, Object> features(Random random) {
        Map<String, Object> values = HashMap.newHashMap(features);
        for (int i = 0; i < features; i++) {
            values.put("feature_" + i, value(i % 20, random));
        }
        return values;
    }

    private static Object value(int kind, Random random) {
        if (kind < 14) {
            return random.nextGaussian();
        }
        if (kind < 16) {
            return (long) random.nextInt(1_000);
        }
        return kind == 19 ? random.nextBoolean() : "value-" + random.nextInt(CATEGORIES[kind - 16]);
    }
}
