package io.tidemark.standalone.replay;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * How long after an inference its truth is known: between two durations, each equally likely. An inference has the same delay in
 * every replay with the same seed, whatever its row.
 *
 * @param least zero or more
 * @param most as much as {@code least}, or more
 */
public record LabelDelay(Duration least, Duration most, long seed) {
    public static final LabelDelay NONE = always(Duration.ZERO);

    public LabelDelay {
        if (least.isNegative() || least.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "a delay goes from zero or more to as much or more, not " + least + " to " + most);
        }
    }

    /** The same delay for all. */
    public static LabelDelay always(Duration delay) {
        return new LabelDelay(delay, delay, 0);
    }

    public LabelDelay withSeed(long newSeed) {
        return new LabelDelay(least, most, newSeed);
    }

    public boolean isRandom() {
        return !least.equals(most);
    }

    /** The delay of an inference, in whole milliseconds. */
    public Duration of(String inferenceId) {
        long span = most.minus(least).toMillis();
        // From one id to the next the generator's seed changes a little, which its mixing makes a random change of.
        SplittableRandom random = new SplittableRandom((seed << Integer.SIZE) ^ inferenceId.hashCode());
        return least.plusMillis(random.nextLong(span + 1));
    }
}
