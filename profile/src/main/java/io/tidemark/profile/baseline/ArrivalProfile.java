package io.tidemark.profile.baseline;

import io.tidemark.profile.format.DocumentReader;
import io.tidemark.profile.format.DocumentType;
import io.tidemark.profile.format.DocumentWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How many rows come when: the rows of a reference by hour of the week (UTC), and how much such hours vary.
 *
 * <p>What is expected of a span is the rate of each of its hours times how much of the hour it covers. Rates are by hour of the week
 * where the reference covers a week, by hour of the day where it covers a day, and else one rate, which holds only for the hours of the
 * week that it has. Immutable.
 *
 * <p>Hours of one kind vary by more than chance. Their dispersion φ, of a variance μ + φμ², is estimated by moments over the hours
 * that the reference covers whole: with the mean m and the variance s² of the k hours of a kind, φ = Σk(s² − m) / Σk(m² − s²/k). The
 * kinds are hours of the week where there are two weeks of them, hours of the day where there are two days, else all hours alike: the
 * rhythm that a short reference can't tell from noise counts as noise.
 *
 * @param slots {@value #HOURS_OF_WEEK}, Monday 00:00 to 01:00 UTC first
 */
public record ArrivalProfile(List<Slot> slots) {
    static final int HOURS_OF_WEEK = 168;
    static final long HOUR_MS = 3_600_000;
    private static final int HOURS_OF_DAY = 24;
    private static final long DAY_MS = HOURS_OF_DAY * HOUR_MS;
    private static final long WEEK_MS = HOURS_OF_WEEK * HOUR_MS;
    /** 1970-01-01 was a Thursday. */
    private static final int HOURS_TO_THURSDAY = 3 * HOURS_OF_DAY;

    private static final DocumentType DOCUMENT = new DocumentType("TDAR", 1);

    /**
     * One hour of the week.
     *
     * @param coveredMs how much of such hours the reference covers
     * @param hours how many of them whole
     * @param hourRows the rows of those
     * @param squares the sum over those of the squares of their rows
     */
    public record Slot(long rows, long coveredMs, long hours, long hourRows, double squares) {
        static final Slot NONE = new Slot(0, 0, 0, 0, 0);

        Slot plus(Slot other) {
            return new Slot(
                    rows + other.rows,
                    coveredMs + other.coveredMs,
                    hours + other.hours,
                    hourRows + other.hourRows,
                    squares + other.squares);
        }
    }

    /**
     * What is expected of a span of time.
     *
     * @param rows above 0
     * @param dispersion φ: the variance is {@code rows} + φ · {@code rows}²; 0 where the reference has but one hour
     */
    public record Expectation(double rows, double dispersion) {}

    public ArrivalProfile {
        slots = List.copyOf(slots);
        if (slots.size() != HOURS_OF_WEEK) {
            throw new IllegalArgumentException("a week has " + HOURS_OF_WEEK + " hours, not " + slots.size());
        }
    }

    /** The hour of the week of an hour that began {@code hour} hours after the epoch. */
    static int slotOf(long hour) {
        return (int) Math.floorMod(hour + HOURS_TO_THURSDAY, (long) HOURS_OF_WEEK);
    }

    /**
     * What is expected of the time from {@code startMs} to {@code endMs}; empty where the reference knows nothing of some of its hours,
     * or expects nothing.
     *
     * <p>The dispersion of a span shorter than an hour is larger, as much as it would be of rows that come in bursts; that of a longer
     * one is not smaller, since a busy hour is followed by another. That the reference is but a sample adds to it.
     */
    public Optional<Expectation> expected(long startMs, long endMs) {
        int kinds = kindsOfRates();
        Slot[] groups = groups(kinds);
        double[] spanMs = new double[kinds];
        for (long hour = Math.floorDiv(startMs, HOUR_MS); hour * HOUR_MS < endMs; hour++) {
            if (slots.get(slotOf(hour)).coveredMs() == 0 && kinds == 1) {
                return Optional.empty();
            }
            spanMs[slotOf(hour) % kinds] += Math.min(endMs, (hour + 1) * HOUR_MS) - Math.max(startMs, hour * HOUR_MS);
        }
        double rows = 0;
        double sampling = 0;
        double fewest = Double.POSITIVE_INFINITY;
        for (int kind = 0; kind < kinds; kind++) {
            if (spanMs[kind] > 0) {
                double covers = spanMs[kind] / groups[kind].coveredMs();
                rows += covers * groups[kind].rows();
                sampling += covers * covers * groups[kind].rows();
                fewest = Math.min(fewest, kinds == 1 ? 1 : (double) groups[kind].coveredMs() / HOUR_MS);
            }
        }
        if (!(rows > 0)) {
            return Optional.empty();
        }
        double ofHours = dispersion();
        double ofSpan = ofHours * Math.max(1, (double) HOUR_MS / (endMs - startMs));
        return Optional.of(new Expectation(rows, ofSpan + ofHours / fewest + sampling / (rows * rows)));
    }

    private long coveredMs() {
        return slots.stream().mapToLong(Slot::coveredMs).sum();
    }

    private int kindsOfRates() {
        return coveredMs() >= WEEK_MS ? HOURS_OF_WEEK : coveredMs() >= DAY_MS ? HOURS_OF_DAY : 1;
    }

    private Slot[] groups(int kinds) {
        Slot[] groups = new Slot[kinds];
        Arrays.fill(groups, Slot.NONE);
        for (int slot = 0; slot < HOURS_OF_WEEK; slot++) {
            groups[slot % kinds] = groups[slot % kinds].plus(slots.get(slot));
        }
        return groups;
    }

    /** φ of whole hours. */
    double dispersion() {
        int kinds = coveredMs() >= 2 * WEEK_MS ? HOURS_OF_WEEK : coveredMs() >= 2 * DAY_MS ? HOURS_OF_DAY : 1;
        double excess = 0;
        double squares = 0;
        for (Slot kind : groups(kinds)) {
            if (kind.hours() >= 2) {
                double mean = (double) kind.hourRows() / kind.hours();
                double variance = Math.max(0, kind.squares() - mean * kind.hourRows()) / (kind.hours() - 1);
                excess += kind.hours() * (variance - mean);
                squares += kind.hours() * (mean * mean - variance / kind.hours());
            }
        }
        return squares > 0 ? Math.max(0, excess / squares) : 0;
    }

    public byte[] toBytes() {
        DocumentWriter out = new DocumentWriter(DOCUMENT);
        for (Slot slot : slots) {
            out.writeCount(slot.rows())
                    .writeCount(slot.coveredMs())
                    .writeCount(slot.hours())
                    .writeCount(slot.hourRows())
                    .writeDouble(slot.squares());
        }
        return out.toBytes();
    }

    /** Reads what {@link #toBytes()} of this or an earlier version wrote; anything else is a ProfileFormatException. */
    public static ArrivalProfile fromBytes(byte[] bytes) {
        DocumentReader in = new DocumentReader(bytes, DOCUMENT);
        Slot[] slots = new Slot[HOURS_OF_WEEK];
        for (int i = 0; i < HOURS_OF_WEEK; i++) {
            slots[i] = readSlot(in);
        }
        in.expectEnd();
        return new ArrivalProfile(List.of(slots));
    }

    private static Slot readSlot(DocumentReader in) {
        Slot slot = new Slot(in.readCount(), in.readCount(), in.readCount(), in.readCount(), in.readFinite());
        boolean summable = Math.max(slot.rows(), slot.coveredMs()) <= Long.MAX_VALUE / HOURS_OF_WEEK;
        boolean covered = slot.hours() <= slot.coveredMs() / HOUR_MS && (slot.rows() == 0 || slot.coveredMs() > 0);
        if (!summable || !covered || slot.hourRows() > slot.rows() || slot.squares() < 0) {
            throw in.fail("an hour of the week can't have been counted like that: " + slot);
        }
        return slot;
    }
}
