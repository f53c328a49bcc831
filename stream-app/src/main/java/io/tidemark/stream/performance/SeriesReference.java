package io.tidemark.stream.performance;

import io.tidemark.profile.performance.Calibration;
import io.tidemark.profile.performance.PerformanceBaseline;
import io.tidemark.profile.performance.PerformanceProfile;
import io.tidemark.stream.control.PerformanceReference;
import io.tidemark.stream.spec.Labels;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.window.WindowKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known of one series from its own labels: its first windows, which it learns a reference from where nobody gave one, and its latest
 * ones, which tell what its scores mean now.
 *
 * <p>The latest labels are kept in two generations: one that is full, of {@value #GENERATION_ROWS} labelled rows or more, and one that is being
 * filled. Once one has been full, the reference's own labels no longer count for the meaning of scores: what scores meant long ago is
 * forgotten.
 */
final class SeriesReference {
    private static final int VERSION = 1;
    private static final long GENERATION_ROWS = 5_000;
    /** Windows that are kept apart while a reference is learned; more are merged two by two. */
    private static final int MOST_WINDOWS = 64;

    private final List<PerformanceProfile> first = new ArrayList<>();
    private long firstMs;
    private long learnedRows;
    private long learnedAtMs;
    private Optional<PerformanceReference> learned = Optional.empty();
    private PerformanceProfile current = new PerformanceProfile();
    private PerformanceProfile previous = new PerformanceProfile();

    /** What had been learned by {@code atMs}: when the labels of the last window that it needed were no longer waited for. */
    Optional<PerformanceReference> learnedBy(long atMs) {
        return learned.filter(_ -> learnedAtMs <= atMs);
    }

    /** @param given whether somebody has given a reference, so that none need be learned */
    void add(WindowKey window, PerformanceProfile profile, boolean given, MonitorSpec spec) {
        if (!given && learned.isEmpty() && spec.learnRows() > 0) {
            learn(window, profile, spec);
        }
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
        first.add(profile.copy());
        learnedRows += profile.labelled();
        if (first.size() > MOST_WINDOWS) {
            mergePairs();
        }
        if (learnedRows >= spec.learnRows()
                && window.endMs() - firstMs >= spec.learnFor().toMillis()) {
            PerformanceBaseline baseline = PerformanceBaseline.of(first);
            learned = Optional.of(new PerformanceReference(baseline.id(), true, baseline));
            learnedAtMs = window.endMs()
                    + spec.labels().orElse(Labels.DEFAULT).waitFor().toMillis()
                    + spec.graceMs();
            first.clear();
        }
    }

    private void mergePairs() {
        List<PerformanceProfile> merged = new ArrayList<>();
        for (int i = 0; i < first.size(); i += 2) {
            PerformanceProfile both = first.get(i);
            if (i + 1 < first.size()) {
                both.merge(first.get(i + 1));
            }
            merged.add(both);
        }
        first.clear();
        first.addAll(merged);
    }

    /** What scores mean by the latest labels, and by those of the reference while there are too few. */
    Optional<Calibration> calibration(Optional<PerformanceReference> reference) {
        PerformanceProfile known = previous.copy();
        known.merge(current);
        if (previous.labelled() < GENERATION_ROWS) {
            reference.ifPresent(found -> known.merge(found.baseline().profile()));
        }
        return Calibration.of(known);
    }

    byte[] toBytes() {
        BinaryOut out =
                new BinaryOut(VERSION).writeLong(firstMs).writeLong(learnedRows).writeLong(learnedAtMs);
        out.writeInt(first.size());
        first.forEach(window -> out.writeBytes(window.toBytes()));
        out.writeBytes(learned.map(known -> known.baseline().toBytes()).orElse(new byte[0]));
        out.writeBytes(current.toBytes()).writeBytes(previous.toBytes());
        return out.toBytes();
    }

    static SeriesReference fromBytes(byte[] bytes) {
        BinaryIn in = new BinaryIn("what performance is compared with", bytes, VERSION);
        SeriesReference reference = new SeriesReference();
        reference.firstMs = in.readLong();
        reference.learnedRows = in.readLong();
        reference.learnedAtMs = in.readLong();
        for (int i = in.readInt(); i > 0; i--) {
            reference.first.add(PerformanceProfile.fromBytes(in.readBytes()));
        }
        byte[] learned = in.readBytes();
        if (learned.length > 0) {
            PerformanceBaseline baseline = PerformanceBaseline.fromBytes(learned);
            reference.learned = Optional.of(new PerformanceReference(baseline.id(), true, baseline));
        }
        reference.current = PerformanceProfile.fromBytes(in.readBytes());
        reference.previous = PerformanceProfile.fromBytes(in.readBytes());
        return reference;
    }
}
