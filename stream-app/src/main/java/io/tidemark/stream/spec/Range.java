package io.tidemark.stream.spec;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * The values that a setting may have, checked where a spec is read from YAML and again where one is made from a record
 * that anyone may have written.
 */
public record Range(long least, long most, LongFunction<String> show) {
    static final Range WINDOW = durations(Duration.ofSeconds(1), Duration.ofDays(366));
    static final Range GRACE = durations(Duration.ZERO, Duration.ofDays(366));
    static final Range MIN_ROWS = numbers(1, 1_000_000_000);
    static final Range LEARN_ROWS = numbers(0, 1_000_000_000);
    static final Range LEARN_FOR = durations(Duration.ZERO, Duration.ofDays(366));
    static final Range MAX_SEGMENTS = numbers(1, 100_000);
    static final Range FALSE_ALARMS = numbers(1, 1_000);
    static final Range FALSE_ALARMS_PER = durations(Duration.ofHours(1), Duration.ofDays(366));
    static final Range CONSECUTIVE_WINDOWS = numbers(1, 1_000);
    static final Range LABELS_WAIT = durations(Duration.ofMinutes(1), Duration.ofDays(90));

    static final Range NEW_LABELS = numbers(0, 1_000_000_000);
    static final Range COOLDOWN = durations(Duration.ZERO, Duration.ofDays(366));
    static final Range GIVE_UP_AFTER = numbers(0, 1_000);
    static final Range LEARNING_TIME = durations(Duration.ofSeconds(1), Duration.ofDays(3_660));
    static final Range TRAINING_ROWS = numbers(0, 1_000_000_000);
    static final Range SEED = numbers(0, Integer.MAX_VALUE);
    static final Range TRIALS = numbers(1, 1_000);
    static final Range SEARCH = durations(Duration.ofSeconds(1), Duration.ofDays(7));
    static final Range LATENCY_MICROS = new Range(1, 60_000_000, LatencyText::format);
    static final Range SHADOW_ROWS = numbers(0, 1_000_000_000);
    static final Range EVIDENCE_ROWS = numbers(1, 1_000_000_000);
    static final Range WATCH = durations(Duration.ZERO, Duration.ofDays(366));
    static final Range ROUTES = numbers(0, 50);

    /** From the first to the last, both inclusive. */
    public static Range durations(Duration least, Duration most) {
        return new Range(least.toMillis(), most.toMillis(), ms -> DurationText.format(Duration.ofMillis(ms)));
    }

    /** From the first to the last, both inclusive. */
    public static Range numbers(long least, long most) {
        return new Range(least, most, Long::toString);
    }

    /** What is wrong with a value, if anything. */
    Optional<String> problem(long value) {
        return value >= least && value <= most ? Optional.empty() : Optional.of(show.apply(value) + " is out of range");
    }

    /** What to write instead. */
    public String remedy() {
        return "use " + show.apply(least) + " to " + show.apply(most);
    }

    /** Throws if the value is out of range, naming the key. */
    void require(String key, long value) {
        problem(value).ifPresent(what -> {
            throw new IllegalArgumentException(key + ": " + what + "; " + remedy());
        });
    }
}
