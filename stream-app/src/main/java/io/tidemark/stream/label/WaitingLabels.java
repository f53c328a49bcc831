package io.tidemark.stream.label;

import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many labels of a model wait for their predictions, by the hour in which they became known. So it is known how many have waited in
 * vain, without going through them.
 */
final class WaitingLabels {
    private static final long HOUR_MS = 3_600_000;

    private final TreeMap<Long, Long> byHour = new TreeMap<>();

    boolean isEmpty() {
        return byHour.isEmpty();
    }

    void add(long knownAtMs) {
        byHour.merge(hourOf(knownAtMs), 1L, Long::sum);
    }

    void remove(long knownAtMs) {
        byHour.computeIfPresent(hourOf(knownAtMs), (_, count) -> count > 1 ? count - 1 : null);
    }

    /** Whether a label of that time is given up when all labels until {@code untilMs} are. */
    static boolean isGivenUp(long knownAtMs, long untilMs) {
        return endOf(hourOf(knownAtMs)) <= untilMs;
    }

    /** Gives up those that became known in hours that end at or before {@code untilMs}; answers how many. */
    long giveUp(long untilMs) {
        long count = 0;
        Iterator<Map.Entry<Long, Long>> hours = byHour.entrySet().iterator();
        while (hours.hasNext()) {
            Map.Entry<Long, Long> hour = hours.next();
            if (endOf(hour.getKey()) > untilMs) {
                break;
            }
            count += hour.getValue();
            hours.remove();
        }
        return count;
    }

    private static long hourOf(long timeMs) {
        return Math.floorDiv(timeMs, HOUR_MS);
    }

    private static long endOf(long hour) {
        return (hour + 1) * HOUR_MS;
    }

    void writeTo(BinaryOut out) {
        out.writeInt(byHour.size());
        byHour.forEach((hour, count) -> out.writeLong(hour).writeLong(count));
    }

    void readFrom(BinaryIn in) {
        for (int i = in.readInt(); i > 0; i--) {
            byHour.put(in.readLong(), in.readLong());
        }
    }
}
