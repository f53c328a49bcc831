package io.tidemark.profile.decision;

import io.tidemark.profile.format.ContentHash;
import io.tidemark.profile.format.DocumentReader;
import io.tidemark.profile.format.DocumentType;
import io.tidemark.profile.format.DocumentWriter;
import java.util.Optional;

/**
 * Drift of one subject over consecutive windows: pending until {@link EpisodePolicy#openAfter()} drifted windows in a row, then
 * open until {@link EpisodePolicy#closeAfter()} quiet ones in a row. A window in which the drift lingers ({@link Verdict#lingers()})
 * opens nothing, and is not quiet either. Severity rises with the first window that is more severe
 * and falls after as many less severe ones in a row as close it. So a drift near a level does not flap.
 *
 * <p>A window with too few rows changes nothing, nor does one that does not end later than the last one: a window that is judged
 * again after a crash counts once. Immutable; {@link #advance} is a pure function, so replayed windows give the same episodes with
 * the same ids.
 *
 * @param id a hash of subject, kind and first drifted window
 * @param kind as of the first drifted window
 * @param severity as last published; that of the last drifted window while it is pending
 * @param sinceMs start of the first drifted window, milliseconds since the epoch
 * @param lastWindowEndMs end of the last window that was judged
 * @param driftedWindows how many drifted so far
 * @param quietWindows how many were quiet since the last in which drift was found or lingered
 * @param calmerWindows how many drifted windows in a row were less severe than the episode
 * @param calmerSeverity the most severe of those; NONE where there are none
 */
public record Episode(
        String id,
        EpisodeSubject subject,
        DriftKind kind,
        boolean open,
        Severity severity,
        long sinceMs,
        long lastWindowEndMs,
        int driftedWindows,
        int quietWindows,
        int calmerWindows,
        Severity calmerSeverity) {
    private static final DocumentType DOCUMENT = new DocumentType("TDEP", 2);
    /** Of its own, so that ids stay as they are when the format gets a new version. */
    private static final DocumentType ID_CONTENT = new DocumentType("TDEI", 1);

    /**
     * The next state after one more window.
     *
     * @param current the state so far, empty where the subject is quiet
     * @param windowStartMs milliseconds since the epoch, inclusive
     * @param windowEndMs exclusive
     */
    public static EpisodeStep advance(
            Optional<Episode> current,
            EpisodeSubject subject,
            Verdict verdict,
            long windowStartMs,
            long windowEndMs,
            EpisodePolicy policy) {
        boolean judgedBefore =
                current.isPresent() && windowEndMs <= current.get().lastWindowEndMs();
        if (verdict.severity() == Severity.INSUFFICIENT || judgedBefore) {
            return new EpisodeStep(current, Optional.empty());
        }
        if (verdict.severity().isDrift()) {
            return current.orElseGet(() -> first(subject, verdict.kind(), windowStartMs))
                    .drifted(verdict.severity(), windowEndMs, policy);
        }
        return current.map(episode -> verdict.lingers() && episode.open
                        ? new EpisodeStep(Optional.of(episode.notDrifted(windowEndMs, 0)), Optional.empty())
                        : episode.quiet(windowEndMs, policy))
                .orElseGet(() -> new EpisodeStep(Optional.empty(), Optional.empty()));
    }

    private static Episode first(EpisodeSubject subject, DriftKind kind, long windowStartMs) {
        return new Episode(
                id(subject, kind, windowStartMs),
                subject,
                kind,
                false,
                Severity.NONE,
                windowStartMs,
                windowStartMs,
                0,
                0,
                0,
                Severity.NONE);
    }

    private EpisodeStep drifted(Severity windowSeverity, long windowEndMs, EpisodePolicy policy) {
        boolean opens = !open && driftedWindows + 1 >= policy.openAfter();
        boolean calmer = open && windowSeverity.compareTo(severity) < 0;
        int calmerInARow = calmer ? calmerWindows + 1 : 0;
        Severity worstCalmer = calmer ? max(windowSeverity, calmerSeverity) : Severity.NONE;
        boolean falls = calmer && calmerInARow >= policy.closeAfter();
        Severity next = falls ? worstCalmer : calmer ? severity : windowSeverity;
        Episode episode = new Episode(
                id,
                subject,
                kind,
                open || opens,
                next,
                sinceMs,
                windowEndMs,
                driftedWindows + 1,
                0,
                falls ? 0 : calmerInARow,
                falls ? Severity.NONE : worstCalmer);
        if (opens) {
            return episode.step(EpisodeTransition.Type.OPENED);
        }
        return open && next != severity
                ? episode.step(EpisodeTransition.Type.UPDATED)
                : new EpisodeStep(Optional.of(episode), Optional.empty());
    }

    private static Severity max(Severity a, Severity b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private EpisodeStep quiet(long windowEndMs, EpisodePolicy policy) {
        if (!open) {
            return new EpisodeStep(Optional.empty(), Optional.empty());
        }
        Episode next = notDrifted(windowEndMs, quietWindows + 1);
        return next.quietWindows >= policy.closeAfter()
                ? new EpisodeStep(
                        Optional.empty(), Optional.of(new EpisodeTransition(EpisodeTransition.Type.RESOLVED, next)))
                : new EpisodeStep(Optional.of(next), Optional.empty());
    }

    private Episode notDrifted(long windowEndMs, int quiet) {
        return new Episode(
                id,
                subject,
                kind,
                open,
                severity,
                sinceMs,
                windowEndMs,
                driftedWindows,
                quiet,
                calmerWindows,
                calmerSeverity);
    }

    private EpisodeStep step(EpisodeTransition.Type type) {
        return new EpisodeStep(Optional.of(this), Optional.of(new EpisodeTransition(type, this)));
    }

    private static String id(EpisodeSubject subject, DriftKind kind, long sinceMs) {
        DocumentWriter content = new DocumentWriter(ID_CONTENT);
        writeNames(subject, content);
        if (!subject.isPlain()) {
            content.writeText(subject.resolution()).writeText(subject.reference());
        }
        content.writeEnum(kind).writeLong(sinceMs);
        return ContentHash.of(content.toBytes(), 8);
    }

    private static void writeNames(EpisodeSubject subject, DocumentWriter out) {
        out.writeText(subject.model()).writeText(subject.version());
        out.writeText(subject.segment()).writeText(subject.feature());
    }

    public byte[] toBytes() {
        DocumentWriter out = new DocumentWriter(DOCUMENT).writeText(id);
        writeNames(subject, out);
        out.writeText(subject.resolution()).writeText(subject.reference());
        out.writeEnum(kind).writeBoolean(open).writeEnum(severity);
        out.writeLong(sinceMs).writeLong(lastWindowEndMs);
        out.writeCount(driftedWindows).writeCount(quietWindows);
        out.writeCount(calmerWindows).writeEnum(calmerSeverity);
        return out.toBytes();
    }

    /** Reads what {@link #toBytes()} of this or an earlier version wrote; anything else is a ProfileFormatException. */
    public static Episode fromBytes(byte[] bytes) {
        DocumentReader in = new DocumentReader(bytes, DOCUMENT);
        Episode episode = new Episode(
                in.readText(),
                readSubject(in),
                in.readEnum(DriftKind.class),
                in.readBoolean(),
                in.readEnum(Severity.class),
                in.readLong(),
                in.readLong(),
                in.readCount(Integer.MAX_VALUE),
                in.readCount(Integer.MAX_VALUE),
                in.readCount(Integer.MAX_VALUE),
                in.readEnum(Severity.class));
        in.expectEnd();
        return episode;
    }

    private static EpisodeSubject readSubject(DocumentReader in) {
        return in.version() == 1
                ? new EpisodeSubject(in.readText(), in.readText(), in.readText(), in.readText())
                : new EpisodeSubject(
                        in.readText(), in.readText(), in.readText(), in.readText(), in.readText(), in.readText());
    }
}
