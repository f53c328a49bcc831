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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What was found of the inputs of one model's windows, as long as labels may need it for a diagnosis.
 *
 * <p>Inputs are judged by another application, which may be slower than labels, or not run at all. So they are waited for, but not for long: where
 * nothing has come for two revisions' time, nothing is waited for any more until something comes.
 */
final class KnownInputs {
    static final String STATE = "h/";

    private static final int VERSION = 1;
    private static final int PATIENCE = 2;
    /** Of more windows the earliest are forgotten. */
    private static final int MOST_WINDOWS = 50_000;

    private final TreeMap<WindowKey, InputsVerdict> windows = new TreeMap<>(WindowKey.JUDGING_ORDER);
    private final Map<Series, TreeMap<Long, WindowKey>> byEnd = new HashMap<>();
    private final Set<WindowKey> dirty = new HashSet<>();
    private int patience = PATIENCE;
    private boolean awaited;

    void add(Inputs found) {
        put(found.window(), found.verdict());
        dirty.add(found.window());
        patience = PATIENCE;
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
        boolean waits = patience > 0 && !hasPassed(window);
        awaited |= waits;
        return !waits;
    }

    /** Whether something was found of the series at the window's end or later: what is missing then does not come any more. */
    private boolean hasPassed(WindowKey window) {
        TreeMap<Long, WindowKey> ends = byEnd.get(Series.of(window));
        return ends != null && ends.lastKey() >= window.endMs();
    }

    /** To be called at each revision, before windows are judged. */
    void passTime() {
        if (awaited) {
            patience = Math.max(0, patience - 1);
            awaited = false;
        }
    }

    /** Nothing is waited for until something comes. */
    void giveUp() {
        patience = 0;
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
}
