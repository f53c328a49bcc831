package io.tidemark.stream.assess;

import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.window.ProfileMessage.Watermark;
import io.tidemark.stream.window.Segments;
import io.tidemark.stream.window.WindowKey;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Where one model's events were: the versions that had rows in its last pane, whether the model is live and was so in that pane, and up to
 * where panes without any row were judged since.
 */
final class Traffic {
    private static final int VERSION = 2;

    private final Liveness liveness = new Liveness();
    private final SortedSet<String> versions = new TreeSet<>();
    private String foremost = "";
    private long lastPaneEndMs = Long.MIN_VALUE;
    private long silentToMs = Long.MIN_VALUE;
    private boolean wasLive;
    private boolean dirty;

    void observe(Watermark mark, MonitorSpec spec) {
        dirty |= liveness.observe(mark, spec);
    }

    /** Whether the model's events have come as they happened, for long enough to miss them if they don't. */
    boolean isLive(MonitorSpec spec) {
        return liveness.isSure(spec) && lastPaneEndMs != Long.MIN_VALUE;
    }

    /** Whether the model was live when it had its last pane, and is not any more: what has come since is of long ago. */
    boolean isAbandoned(MonitorSpec spec) {
        return wasLive && !isLive(spec);
    }

    /** How much later than they happened the model's events may be read. */
    long delayMs() {
        return liveness.delayMs();
    }

    /** Tells of the panes of the latest span: of those that are judged with it, or published before their time. */
    void passed(Span span, List<MergedWindow> panes, MonitorSpec spec) {
        List<MergedWindow> whole = panes.stream()
                .filter(pane -> pane.key().segment().equals(Segments.ALL))
                .toList();
        versions.clear();
        whole.forEach(pane -> versions.add(pane.key().version()));
        foremost = whole.stream()
                .max(Comparator.comparingLong(MergedWindow::rows)
                        .thenComparing(pane -> pane.key().version(), Comparator.reverseOrder()))
                .map(pane -> pane.key().version())
                .orElse("");
        lastPaneEndMs = span.endMs();
        wasLive = isLive(spec);
        dirty = true;
    }

    /**
     * Whether the number of a pane's rows tells anything. That of a version's first pane does not, since the version, or the monitor,
     * may have begun in its midst, nor that of a pane that was judged as one without rows, nor that of a pane of which a part was in shorter
     * ones before the spec changed.
     */
    boolean counts(WindowKey pane) {
        return versions.contains(pane.version()) && pane.endMs() > silentToMs && pane.startMs() >= lastPaneEndMs;
    }

    /** The versions that had rows in the last pane. */
    Collection<String> versions() {
        return Collections.unmodifiableCollection(versions);
    }

    /** The one of them that had most. */
    String foremostVersion() {
        return foremost;
    }

    /** Where the last pane with rows ended. */
    long lastPaneEndMs() {
        return lastPaneEndMs;
    }

    /** The first pane after those that were judged, and after the model was live, if it ends at or before {@code endMs}. */
    Optional<Span> nextEmptyPane(long endMs, long paneMs) {
        long judgedToMs = Math.max(lastPaneEndMs, silentToMs);
        long startMs = Math.ceilDiv(Math.max(judgedToMs, liveness.sinceEventMs()), paneMs) * paneMs;
        return startMs + paneMs <= endMs ? Optional.of(new Span(startMs, startMs + paneMs)) : Optional.empty();
    }

    /** Tells that a pane was judged as one without rows. */
    void judgedEmpty(Span pane) {
        silentToMs = pane.endMs();
        dirty = true;
    }

    /** No events are waited for until the model is live anew. */
    void forget() {
        dirty |= liveness.end();
    }

    /** What is to be saved, if it changed since this was last asked. */
    Optional<byte[]> takeDirty() {
        if (!dirty) {
            return Optional.empty();
        }
        dirty = false;
        BinaryOut out = new BinaryOut(VERSION);
        liveness.writeTo(out);
        out.writeLong(lastPaneEndMs).writeLong(silentToMs).writeText(foremost).writeInt(versions.size());
        versions.forEach(out::writeText);
        out.writeBoolean(wasLive);
        return Optional.of(out.toBytes());
    }

    void restore(String model, byte[] value) {
        BinaryIn in = new BinaryIn("the traffic of model " + model, value, VERSION);
        liveness.readFrom(in);
        lastPaneEndMs = in.readLong();
        silentToMs = in.readLong();
        foremost = in.readText();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            versions.add(in.readText());
        }
        wasLive = in.version() >= 2 && in.readBoolean();
    }
}
