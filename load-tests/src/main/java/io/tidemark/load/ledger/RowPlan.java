package io.tidemark.load.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;

/**
 * What is written, and what must become of it: one model's predictions in the order of their times, with a share of records that can't be
 * profiled. Two windows in six have drifted, once there has been time to learn what is normal.
 *
 * @param poisonEvery one in so many records can't be profiled
 */
public record RowPlan(int poisonEvery) {
    public static final String MODEL = "load";
    public static final int PARTITIONS = 4;
    public static final long ROWS_PER_WINDOW = 1_000;
    public static final Duration WINDOW = Duration.ofMinutes(10);
    public static final Instant START = Instant.parse("2001-01-01T00:00:00Z");
    public static final String DRIFTING = "number_0";

    public static final String SPEC = """
            model: load
            window: 10m
            grace: 1m
            learnRows: 3000
            learnFor: 0s
            """;

    private static final Duration STEP = WINDOW.dividedBy(ROWS_PER_WINDOW);
    private static final int CYCLE = 6;
    private static final int FIRST_DRIFTED = 4;
    private static final int DRIFTED = 2;

    private static final List<Fate> POISON = List.of(
            Fate.LATE,
            Fate.TOO_FAR_AHEAD,
            Fate.NO_MODEL,
            Fate.NO_TIME,
            Fate.NOT_WIRE_FORMAT,
            Fate.UNKNOWN_SCHEMA,
            Fate.CUT_OFF);

    /** One record in a thousand. */
    public static RowPlan mostlyGood() {
        return new RowPlan(1_009);
    }

    public PlannedRow row(long number) {
        // The first records of every partition set its time, so that late is late.
        boolean good = number < 10L * PARTITIONS || number % poisonEvery != 0;
        Fate fate = good ? Fate.PROFILED : POISON.get((int) (number / poisonEvery % POISON.size()));
        return new PlannedRow(number, (int) (number % PARTITIONS), fate, START.plus(STEP.multipliedBy(number)));
    }

    static Instant windowOf(Instant time) {
        return START.plus(WINDOW.multipliedBy(windowNumber(time)));
    }

    private static long windowNumber(Instant time) {
        return Math.floorDiv(Duration.between(START, time).toMillis(), WINDOW.toMillis());
    }

    static boolean hasDrifted(Instant time) {
        long phase = windowNumber(time) % CYCLE - FIRST_DRIFTED;
        return phase >= 0 && phase < DRIFTED;
    }

    /** The first windows of the drifts in so many rows. */
    static List<Instant> drifts(long rows) {
        return LongStream.range(0, rows / ROWS_PER_WINDOW)
                .filter(window -> window % CYCLE == FIRST_DRIFTED)
                .mapToObj(window -> START.plus(WINDOW.multipliedBy(window)))
                .toList();
    }
}
