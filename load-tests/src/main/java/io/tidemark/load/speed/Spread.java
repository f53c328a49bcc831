package io.tidemark.load.speed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Locale;

/** How durations spread. In words and in JSON a percentile stands only where there are so many durations that one of them lies beyond it. */
public final class Spread {
    private static final double ROUNDING = 1e-6;

    private final long[] sorted;

    private Spread(long[] sorted) {
        this.sorted = sorted;
    }

    /** @param nanos at least one duration in nanoseconds */
    public static Spread of(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new Spread(sorted);
    }

    /** The smallest that is not exceeded by this share of all. */
    public double micros(double share) {
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.clamp(rank - 1, 0, sorted.length - 1)] / 1_000.0;
    }

    /** Whether at least one of them lies beyond this share: the p99 of fewer than 100 would be the longest by another name. */
    boolean reaches(double share) {
        return Math.floor(sorted.length * (1 - share) + ROUNDING) >= 1;
    }

    public int count() {
        return sorted.length;
    }

    public void toJson(ObjectNode node) {
        node.put("count", count()).put("p50Micros", micros(0.5));
        if (reaches(0.99)) {
            node.put("p99Micros", micros(0.99));
        }
        if (reaches(0.999)) {
            node.put("p999Micros", micros(0.999));
        }
        node.put("maxMicros", micros(1));
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s (of %,d)", inWords("µs", 1), count());
    }

    String inMillis() {
        return inWords("ms", 1_000);
    }

    private String inWords(String unit, double unitMicros) {
        StringBuilder words = new StringBuilder();
        words.append(figure("median", 0.5, unit, unitMicros)).append(", ");
        if (reaches(0.99)) {
            words.append(figure("p99", 0.99, unit, unitMicros)).append(", ");
        }
        if (reaches(0.999)) {
            words.append(figure("p99.9", 0.999, unit, unitMicros)).append(", ");
        }
        return words.append(figure("longest", 1, unit, unitMicros)).toString();
    }

    private String figure(String name, double share, String unit, double unitMicros) {
        return String.format(Locale.ROOT, "%s %,.0f %s", name, micros(share) / unitMicros, unit);
    }
}
