package io.tidemark.stream.performance;

import io.tidemark.profile.performance.PerformanceProfile;
import io.tidemark.stream.label.LabelMessage.Part;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.WindowKey;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A window that labels are waited for: the latest part of each partition, and what was published of it. */
final class RevisedWindow {
    static final String STATE = "b/";
    static final String PART_STATE = "c/";

    private static final int VERSION = 1;
    private static final int NONE = -1;

    final WindowKey key;
    private final Map<Integer, Kept> parts = new TreeMap<>();
    private final Set<Integer> dirtyParts = new HashSet<>();
    private int revision = NONE;
    private boolean publishedLast;
    private Optional<WindowVerdict> judged = Optional.empty();
    private boolean changed;
    private boolean dirty;

    /** What a partition has of the window; its profile stays in its compact form, as there may be many windows. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Kept(long corrected, byte[] profile) {
        boolean saysTheSameAs(Kept other) {
            return corrected == other.corrected && Arrays.equals(profile, other.profile);
        }
    }

    RevisedWindow(WindowKey key) {
        this.key = key;
    }

    void put(Part part) {
        Kept kept = new Kept(part.corrected(), part.profile());
        Kept before = parts.put(part.partition(), kept);
        dirtyParts.add(part.partition());
        // Parts come once more when they are final; what they say is then mostly what is published.
        changed |= before == null || !kept.saysTheSameAs(before);
        dirty = true;
    }

    boolean isPublished() {
        return revision != NONE;
    }

    boolean isPublishedLast() {
        return publishedLast;
    }

    /** Whether there is more than what was published. */
    boolean isChanged() {
        return changed;
    }

    /** What all partitions know of it now. */
    PerformanceProfile profile() {
        PerformanceProfile all = new PerformanceProfile();
        parts.values().forEach(part -> all.merge(PerformanceProfile.fromBytes(part.profile())));
        return all;
    }

    long corrected() {
        return parts.values().stream().mapToLong(Kept::corrected).sum();
    }

    Optional<WindowVerdict> judged() {
        return judged;
    }

    /** Tells what was found of it. */
    void judge(WindowVerdict verdict) {
        judged = Optional.of(verdict);
        changed = true;
        dirty = true;
    }

    /** Counts one more revision, and answers its number. */
    int nextRevision(boolean last) {
        revision++;
        publishedLast |= last;
        changed = false;
        dirty = true;
        return revision;
    }

    void save(StateWriter writer) {
        if (!dirty) {
            return;
        }
        BinaryOut out = new BinaryOut(VERSION)
                .writeInt(revision)
                .writeBoolean(publishedLast)
                .writeBoolean(changed)
                .writeBoolean(judged.isPresent());
        judged.ifPresent(verdict -> verdict.writeTo(out));
        writer.put(STATE + key.toText(), out.toBytes());
        for (int partition : dirtyParts) {
            Kept part = parts.get(partition);
            if (part != null) {
                writer.put(
                        keyOf(partition),
                        new BinaryOut(VERSION)
                                .writeLong(part.corrected())
                                .writeBytes(part.profile())
                                .toBytes());
            }
        }
        dirtyParts.clear();
        dirty = false;
    }

    void delete(StateWriter writer) {
        writer.delete(STATE + key.toText());
        parts.keySet().forEach(partition -> writer.delete(keyOf(partition)));
    }

    private String keyOf(int partition) {
        return PART_STATE + key.toText() + "/" + partition;
    }

    void restore(byte[] value) {
        BinaryIn in = new BinaryIn("performance of window " + key.toText(), value, VERSION);
        revision = in.readInt();
        publishedLast = in.readBoolean();
        changed = in.readBoolean();
        judged = in.readBoolean() ? Optional.of(WindowVerdict.readFrom(in)) : Optional.empty();
    }

    void restorePart(int partition, byte[] value) {
        BinaryIn in = new BinaryIn("a part of window " + key.toText(), value, VERSION);
        parts.put(partition, new Kept(in.readLong(), in.readBytes()));
    }
}
