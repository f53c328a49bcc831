package io.tidemark.stream.spec;

import io.tidemark.profile.compare.Statistic;
import java.util.Arrays;

/** How large an effect can get, so that a level which nothing reaches is not taken for a working one. */
final class LargestEffect {
    private LargestEffect() {}

    /** The largest effect on a statistic that decides, infinite if there is none. */
    static double of(String statistic) {
        return Arrays.stream(Statistic.values())
                .filter(candidate -> candidate.key().equals(statistic))
                .mapToDouble(LargestEffect::of)
                .findFirst()
                .orElse(Double.POSITIVE_INFINITY);
    }

    /** The largest effect, infinite if there is none. */
    static double of(Statistic statistic) {
        return switch (statistic) {
            case KOLMOGOROV_SMIRNOV,
                    JENSEN_SHANNON,
                    HELLINGER,
                    TOTAL_VARIATION,
                    L_INFINITY,
                    TAIL_RATE,
                    MISSING_RATE,
                    INVALID_RATE,
                    OUT_OF_RANGE_RATE,
                    UNSEEN_RATE,
                    FROZEN -> 1;
            case CORRELATION -> 2; // from -1 to 1
            default -> Double.POSITIVE_INFINITY;
        };
    }
}
