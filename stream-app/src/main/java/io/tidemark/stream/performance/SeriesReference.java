package io.tidemark.stream.performance;

import io.tidemark.profile.performance.Calibration;
import io.tidemark.profile.performance.PerformanceBaseline;
import io.tidemark.profile.performance.PerformanceProfile;
import io.tidemark.stream.control.PerformanceReference;
import io.tidemark.stream.spec.Labels;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.state.SavedEntries;
import io.tidemark.stream.state.StateFormatException;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.WindowKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of one series from its own labels: its first windows, which it learns a reference from where nobody gave one, and its latest
 * ones, which tell what its scores mean now.
 *
 * <p>The latest labels are kept in two generations: one that is full, of {@value #GENERATION_ROWS} labelled rows or more, and one that is being
 * filled. Once one has been full, the labels of a reference that was given no longer count for the meaning of scores: what scores meant long ago
 * is forgotten.
 *
 * <p>Its parts are saved as entries of their own: together they may be larger than a record may be.
 */
final class SeriesReference {
    private static final int VERSION = 1;
    private static final long GENERATION_ROWS = 5_000;
    /** Windows that are kept apart while a reference is learned; more are merged two by two. */
    private static final int MOST_WINDOWS = 64;

    private static final String TIMES = "times";
    private static final String LEARNED = "learned";
    private static final String CURRENT = "current";
    private static final String PREVIOUS = "previous";
    private static final String FIRST = "first-";

    private final SortedMap<Long, byte[]> first = new TreeMap<>();
    private final SavedEntries saved = new SavedEntries();
    private long nextNumber;
    private long firstMs;
    private long learnedRows;
    private long learnedAtMs;
    private long usedMs = Long.MIN_VALUE;
    private Optional<PerformanceReference> learned = Optional.empty();
    private PerformanceProfile current = new PerformanceProfile();
    private PerformanceProfile previous = new PerformanceProfile();
    private Optional<Known> known = Optional.empty();

    /** What scores mean, beside which reference. */
    private record Known(String referenceId, Optional<Calibration> calibration) {}

    /** What had been learned by {@code atMs}: when the labels of the last window that it needed were no longer waited for. */
    Optional<PerformanceReference> learnedBy(long atMs) {
        return learned.filter(_ -> learnedAtMs <= atMs);
    }

    /** The end of the latest window that it was asked of or learned from; {@link Long#MIN_VALUE} where there was none. */
    long usedMs() {
        return usedMs;
    }

    void usedFor(long windowEndMs) {
        usedMs = Math.max(usedMs, windowEndMs);
    }

    /** @param given whether somebody has given a reference, so that none need be learned */
    void add(WindowKey window, PerformanceProfile profile, boolean given, MonitorSpec spec) {
        if (!given && learned.isEmpty() && spec.learnRows() > 0) {
            learn(window, profile, spec);
        }
        known = Optional.empty();
        current.merge(profile);
        if (current.labelled() >= GENERATION_ROWS) {
            previous = current;
            current = new PerformanceProfile();
        }
    }

    private void learn(WindowKey window, PerformanceProfile profile, MonitorSpec spec) {
        if (first.isEmpty()) {
            firstMs = window.startMs();
        }
        first.put(nextNumber++, profile.toBytes());
        learnedRows += profile.labelled();
        if (first.size() > MOST_WINDOWS) {
            mergePairs();
        }
        if (learnedRows >= spec.learnRows()
                && window.endMs() - firstMs >= spec.learnFor().toMillis()) {
            PerformanceBaseline baseline = PerformanceBaseline.of(
                    first.values().stream().map(PerformanceProfile::fromBytes).toList());
            learned = Optional.of(new PerformanceReference(baseline.id(), true, baseline));
            learnedAtMs = learnedAtMs(window.endMs(), spec);
            first.clear();
        }
    }

    /** When the labels of a window are no longer waited for, and what is learned from it counts. */
    static long learnedAtMs(long windowEndMs, MonitorSpec spec) {
        return windowEndMs + spec.labels().orElse(Labels.DEFAULT).waitFor().toMillis() + spec.graceMs();
    }

    private void mergePairs() {
        List<byte[]> windows = List.copyOf(first.values());
        first.clear();
        for (int i = 0; i < windows.size(); i += 2) {
            PerformanceProfile both = PerformanceProfile.fromBytes(windows.get(i));
            if (i + 1 < windows.size()) {
                both.merge(PerformanceProfile.fromBytes(windows.get(i + 1)));
            }
            first.put(nextNumber++, both.toBytes());
        }
    }

    /** What scores mean by the latest labels, and by those of a reference that was given while there are too few. */
    Optional<Calibration> calibration(Optional<PerformanceReference> reference) {
        String id = reference.map(PerformanceReference::id).orElse("");
        if (known.filter(found -> found.referenceId().equals(id)).isEmpty()) {
            known = Optional.of(new Known(id, learnedFrom(reference)));
        }
        return known.flatMap(Known::calibration);
    }

    private Optional<Calibration> learnedFrom(Optional<PerformanceReference> reference) {
        PerformanceProfile labels = previous.copy();
        labels.merge(current);
        if (previous.labelled() < GENERATION_ROWS) {
            // What was learned here is among the latest labels already.
            reference
                    .filter(found -> !isOwn(found))
                    .ifPresent(found -> labels.merge(found.baseline().profile()));
        }
        return Calibration.of(labels);
    }

    private boolean isOwn(PerformanceReference reference) {
        return learned.filter(own -> own.id().equals(reference.id())).isPresent();
    }

    /** @param prefix of the keys of its entries */
    void save(String prefix, StateWriter writer) {
        byte[] times = new BinaryOut(VERSION)
                .writeLong(firstMs)
                .writeLong(learnedRows)
                .writeLong(learnedAtMs)
                .writeLong(usedMs)
                .toBytes();
        Map<String, byte[]> unchanging = new HashMap<>();
        first.forEach((number, window) -> unchanging.put(prefix + FIRST + number, window));
        learned.ifPresent(reference ->
                unchanging.put(prefix + LEARNED, reference.baseline().toBytes()));
        saved.save(
                Map.of(
                        prefix + TIMES, times,
                        prefix + CURRENT, current.toBytes(),
                        prefix + PREVIOUS, previous.toBytes()),
                unchanging,
                writer);
    }

    void delete(StateWriter writer) {
        saved.save(Map.of(), writer);
    }

    /** @param part what stands in the key behind the prefix */
    void restore(String prefix, String part, byte[] value) {
        saved.restored(prefix + part);
        switch (part) {
            case TIMES -> {
                BinaryIn in = new BinaryIn("what performance is compared with", value, VERSION);
                firstMs = in.readLong();
                learnedRows = in.readLong();
                learnedAtMs = in.readLong();
                usedMs = in.readLong();
            }
            case LEARNED -> {
                PerformanceBaseline baseline = PerformanceBaseline.fromBytes(value);
                learned = Optional.of(new PerformanceReference(baseline.id(), true, baseline));
            }
            case CURRENT -> current = PerformanceProfile.fromBytes(value);
            case PREVIOUS -> previous = PerformanceProfile.fromBytes(value);
            default -> {
                if (!part.startsWith(FIRST)) {
                    throw StateFormatException.unknownEntry(prefix + part);
                }
                long number = Long.parseLong(part.substring(FIRST.length()));
                first.put(number, value);
                nextNumber = Math.max(nextNumber, number + 1);
            }
        }
    }
}
