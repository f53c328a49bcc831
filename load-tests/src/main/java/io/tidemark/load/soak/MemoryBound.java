package io.tidemark.load.soak;

import java.time.Duration;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * When memory counts as bounded: no sample above the limit, and the median of the last third of the time not above that of the middle third by more than
 * the growth that is allowed. The first third is for warming up. In less than six minutes a trend can't be told from that, and only the limit counts.
 *
 * @param limitBytes the most that any sample may have
 * @param growth of the median, as a share
 */
record MemoryBound(long limitBytes, double growth) {
    private static final double ANY = Double.POSITIVE_INFINITY;

    private static final Duration LEAST_FOR_TREND = Duration.ofMinutes(6);
    private static final double MIB = 1024.0 * 1024;

    /** A sample: how many bytes, and when since the load began. */
    record Point(Duration at, long bytes) {}

    /** The limit alone. */
    MemoryBound withoutTrend() {
        return new MemoryBound(limitBytes, ANY);
    }

    /**
     * Judges.
     *
     * @param length of the whole time
     * @param points of one process
     */
    Verdict judge(String what, Duration length, Iterable<Point> points) {
        LongStream.Builder all = LongStream.builder();
        LongStream.Builder middle = LongStream.builder();
        LongStream.Builder last = LongStream.builder();
        Duration third = length.dividedBy(3);
        for (Point point : points) {
            all.add(point.bytes());
            if (point.at().compareTo(third.multipliedBy(2)) >= 0) {
                last.add(point.bytes());
            } else if (point.at().compareTo(third) >= 0) {
                middle.add(point.bytes());
            }
        }
        long[] sorted = all.build().sorted().toArray();
        if (sorted.length == 0) {
            return new Verdict(what, false, "was never measured");
        }
        long most = sorted[sorted.length - 1];
        String limit = String.format(Locale.ROOT, "at most %.0f MiB (%.0f allowed)", most / MIB, limitBytes / MIB);
        if (growth == ANY) {
            return new Verdict(what, most <= limitBytes, limit);
        }
        if (length.compareTo(LEAST_FOR_TREND) < 0) {
            return new Verdict(what, most <= limitBytes, limit + "; too short for a trend");
        }
        long[] before = middle.build().sorted().toArray();
        long[] after = last.build().sorted().toArray();
        if (before.length == 0 || after.length == 0) {
            return new Verdict(what, false, limit + "; a third of the time was never measured");
        }
        double grown = median(after) / median(before) - 1;
        return new Verdict(
                what,
                most <= limitBytes && grown <= growth,
                String.format(
                        Locale.ROOT,
                        "%s; median %.0f MiB in the middle third, %.0f in the last: %+.1f %% (%+.0f %% allowed)",
                        limit,
                        median(before) / MIB,
                        median(after) / MIB,
                        100 * grown,
                        100 * growth));
    }

    private static double median(long[] sorted) {
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2.0;
    }
}
