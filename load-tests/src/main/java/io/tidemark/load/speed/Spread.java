package io.tidemark.load.speed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Locale;

/** How durations spread. */
public final class Spread {
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

    public int count() {
        return sorted.length;
    }

    public void toJson(ObjectNode node) {
        node.put("count", count())
                .put("p50Micros", micros(0.5))
                .put("p99Micros", micros(0.99))
                .put("p999Micros", micros(0.999))
                .put("maxMicros", micros(1));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "median %,.0f µs, p99 %,.0f µs, p99.9 %,.0f µs, longest %,.0f µs (of %,d)",
                micros(0.5),
                micros(0.99),
                micros(0.999),
                micros(1),
                count());
    }
}
