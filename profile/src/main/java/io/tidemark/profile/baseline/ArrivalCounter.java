package io.tidemark.profile.baseline;

import io.tidemark.profile.baseline.ArrivalProfile.Slot;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts rows by the hour in which they came, on the way to an {@link ArrivalProfile}. Not safe for use by several threads. */
public final class ArrivalCounter {
    /** Ten years. A reference of more has a row whose time is wrong. */
    private static final long MOST_HOURS = 87_660;

    private final SortedMap<Long, Long> rowsByHour = new TreeMap<>();
    private long firstMs = Long.MAX_VALUE;
    private long endMs = Long.MIN_VALUE;

    /** Counts {@code rows} rows that came at times unknown from {@code fromMs} to {@code toMs}: as if evenly. */
    public void add(long fromMs, long toMs, long rows) {
        if (fromMs >= toMs || rows < 0) {
            throw new IllegalArgumentException(rows + " rows from " + fromMs + " to " + toMs);
        }
        firstMs = Math.min(firstMs, fromMs);
        endMs = Math.max(endMs, toMs);
        long counted = 0;
        for (long hour = Math.floorDiv(fromMs, ArrivalProfile.HOUR_MS); counted < rows; hour++) {
            double share = (double) (Math.min(toMs, (hour + 1) * ArrivalProfile.HOUR_MS) - fromMs) / (toMs - fromMs);
            long upToHere = Math.round(rows * share);
            rowsByHour.merge(hour, upToHere - counted, Long::sum);
            counted = upToHere;
        }
    }

    /** What was counted; empty where nothing was, or over more than ten years. */
    public Optional<ArrivalProfile> profile() {
        if (rowsByHour.isEmpty() || (endMs - firstMs) / ArrivalProfile.HOUR_MS > MOST_HOURS) {
            return Optional.empty();
        }
        Slot[] slots = new Slot[ArrivalProfile.HOURS_OF_WEEK];
        Arrays.fill(slots, Slot.NONE);
        for (long hour = Math.floorDiv(firstMs, ArrivalProfile.HOUR_MS);
                hour * ArrivalProfile.HOUR_MS < endMs;
                hour++) {
            int slot = ArrivalProfile.slotOf(hour);
            slots[slot] = slots[slot].plus(slotOf(hour));
        }
        return Optional.of(new ArrivalProfile(List.of(slots)));
    }

    private Slot slotOf(long hour) {
        long rows = rowsByHour.getOrDefault(hour, 0L);
        long coveredMs =
                Math.min(endMs, (hour + 1) * ArrivalProfile.HOUR_MS) - Math.max(firstMs, hour * ArrivalProfile.HOUR_MS);
        boolean whole = coveredMs == ArrivalProfile.HOUR_MS;
        return whole ? new Slot(rows, coveredMs, 1, rows, (double) rows * rows) : new Slot(rows, coveredMs, 0, 0, 0);
    }

    /** What was counted so far, by hours since the epoch. */
    public Map<Long, Long> rowsByHour() {
        return Map.copyOf(rowsByHour);
    }

    /** Where the counting began, milliseconds since the epoch; of no meaning before the first row. */
    public long firstMs() {
        return firstMs;
    }

    /** Where the counting ended, exclusive. */
    public long endMs() {
        return endMs;
    }

    /** The counter that has counted this. */
    public static ArrivalCounter of(Map<Long, Long> rowsByHour, long firstMs, long endMs) {
        ArrivalCounter counter = new ArrivalCounter();
        counter.rowsByHour.putAll(rowsByHour);
        counter.firstMs = firstMs;
        counter.endMs = endMs;
        return counter;
    }
}
