package io.tidemark.stream.performance;

import io.tidemark.profile.decision.InputsVerdict;
import io.tidemark.stream.label.InputsFormat;
import io.tidemark.stream.label.LabelMessage.Inputs;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.WindowKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What was found of the inputs of one model's windows, as long as labels may need it for a diagnosis.
 *
 * <p>Inputs are judged by another application, which may be slower than labels, or not run at all. So they are waited for, but not for long, see
 * {@link Patience}.
 */
final class KnownInputs {
    static final String STATE = "h/";

    private static final int VERSION = 1;
    /** Of more windows the earliest are forgotten. */
    private static final int MOST_WINDOWS = 50_000;

    private final int silence;
    private final TreeMap<WindowKey, InputsVerdict> windows = new TreeMap<>(WindowKey.JUDGING_ORDER);
    private final Map<Series, TreeMap<Long, WindowKey>> byEnd = new HashMap<>();
    private final Set<WindowKey> dirty = new HashSet<>();
    private final Map<String, Patience> byVersion = new LongestUntouchedLast();
    private long askedUpToMs = Long.MIN_VALUE;
    private boolean givenUp;

    /** @param silence of a version, in revisions, after which nothing more is expected of it */
    KnownInputs(int silence) {
        this.silence = silence;
    }

    /** How long it is worth while to wait for what is found of one version, in revisions. */
    private static final class Patience {
        /** How many silences what is behind is waited for. */
        private static final int LAG = 5;

        /** Since anything came. Where nothing has come for the silence, nothing is waited for until something comes. */
        private int silent;
        /** Since something came of the window that is waited for, or a later one. What is far behind is not waited for until it has caught up. */
        private int behind;

        private boolean awaited;

        void heard(boolean ahead) {
            silent = 0;
            behind = ahead ? 0 : behind;
        }

        boolean isOver(int silence) {
            return silent >= silence || behind >= LAG * silence;
        }

        /** Answers whether anything was waited for. */
        boolean pass() {
            boolean passed = awaited;
            if (awaited) {
                silent++;
                behind++;
                awaited = false;
            }
            return passed;
        }
    }

    /** Versions come and go: one that was not met for long is waited for as if it were new. */
    @SuppressWarnings("serial") // never serialised
    private static final class LongestUntouchedLast extends LinkedHashMap<String, Patience> {
        private static final int MOST = 1_000;

        LongestUntouchedLast() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Patience> eldest) {
            return size() > MOST;
        }
    }

    void add(Inputs found) {
        put(found.window(), found.verdict());
        dirty.add(found.window());
        givenUp = false;
        patienceFor(found.window()).heard(found.window().endMs() >= askedUpToMs);
        while (windows.size() > MOST_WINDOWS) {
            remove(windows.firstKey());
        }
    }

    private void put(WindowKey window, InputsVerdict verdict) {
        windows.put(window, verdict);
        byEnd.computeIfAbsent(Series.of(window), _ -> new TreeMap<>()).put(window.endMs(), window);
    }

    private void remove(WindowKey window) {
        windows.remove(window);
        dirty.add(window);
        Series series = Series.of(window);
        TreeMap<Long, WindowKey> ends = byEnd.get(series);
        if (ends != null && ends.remove(window.endMs(), window) && ends.isEmpty()) {
            byEnd.remove(series);
        }
    }

    /** What was found of a window; where that is missing, of the last that ended within it. */
    InputsVerdict of(WindowKey window) {
        return Optional.ofNullable(byEnd.get(Series.of(window)))
                .map(ends -> ends.floorEntry(window.endMs()))
                .filter(last -> last.getKey() > window.startMs())
                .map(last -> windows.get(last.getValue()))
                .orElse(InputsVerdict.UNKNOWN);
    }

    /** Whether a window is to be judged without what may still be found of its inputs. */
    boolean areNotWaitedFor(WindowKey window) {
        askedUpToMs = Math.max(askedUpToMs, window.endMs());
        Patience patience = patienceFor(window);
        boolean waits = !givenUp && !patience.isOver(silence) && !hasPassed(window);
        patience.awaited |= waits;
        return !waits;
    }

    private Patience patienceFor(WindowKey window) {
        return byVersion.computeIfAbsent(window.version(), _ -> new Patience());
    }

    /** Whether something was found of the series at the window's end or later: what is missing then does not come any more. */
    private boolean hasPassed(WindowKey window) {
        TreeMap<Long, WindowKey> ends = byEnd.get(Series.of(window));
        return ends != null && ends.lastKey() >= window.endMs();
    }

    /** To be called at each revision, before windows are judged. Answers whether that is to be saved. */
    boolean passTime() {
        boolean passed = false;
        for (Patience patience : byVersion.values()) {
            passed |= patience.pass();
        }
        return passed;
    }

    /** Nothing is waited for until something comes. */
    void giveUp() {
        givenUp = true;
    }

    /** Drops what ended at or before {@code endMs}. */
    void forgetUpTo(long endMs) {
        while (!windows.isEmpty() && windows.firstKey().endMs() <= endMs) {
            remove(windows.firstKey());
        }
    }

    void save(StateWriter writer) {
        for (WindowKey window : dirty) {
            InputsVerdict verdict = windows.get(window);
            if (verdict == null) {
                writer.delete(STATE + window.toText());
            } else {
                BinaryOut out = new BinaryOut(VERSION);
                InputsFormat.write(verdict, out);
                writer.put(STATE + window.toText(), out.toBytes());
            }
        }
        dirty.clear();
    }

    /** @param text of a key, behind its kind */
    void restore(String text, byte[] value) {
        BinaryIn in = new BinaryIn("what was found of the inputs of " + text, value, VERSION);
        put(WindowKey.fromText(text), InputsFormat.read(in));
    }

    /** How long each version has been waited for: what did not come before a restart is not waited for anew. */
    void writeTimesTo(BinaryOut out) {
        out.writeInt(byVersion.size());
        byVersion.forEach((version, patience) ->
                out.writeText(version).writeInt(patience.silent).writeInt(patience.behind));
    }

    void readTimesFrom(BinaryIn in) {
        for (int count = in.readInt(); count > 0; count--) {
            Patience patience = new Patience();
            byVersion.put(in.readText(), patience);
            patience.silent = in.readInt();
            patience.behind = in.readInt();
        }
    }
}
