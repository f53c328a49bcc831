package io.tidemark.stream.label;

import io.tidemark.profile.performance.Answer;
import io.tidemark.profile.performance.PerformanceProfile;
import io.tidemark.profile.performance.Truth;
import io.tidemark.stream.label.LabelMessage.Part;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.WindowKey;
import java.util.OptionalLong;

/** What one partition has of one window of one segment: its answers, and their labels as far as they have come. */
final class LabelledWindow {
    static final String STATE = "c/";

    private static final int VERSION = 1;

    final WindowKey key;
    private PerformanceProfile profile = new PerformanceProfile();
    private long corrected;
    private boolean unsent;
    private boolean dirty;
    private boolean saved;

    LabelledWindow(WindowKey key) {
        this.key = key;
    }

    void predicted(Answer answer, OptionalLong latencyMicros) {
        profile.predicted(answer, latencyMicros);
        changed();
    }

    void labelled(Answer answer, Truth truth) {
        profile.labelled(answer, truth);
        changed();
    }

    void corrected(Answer answer, Truth from, Truth to) {
        profile.corrected(answer, from, to);
        corrected++;
        changed();
    }

    private void changed() {
        unsent = true;
        dirty = true;
    }

    /** Whether anything has changed since it was sent. */
    boolean isUnsent() {
        return unsent;
    }

    Part toPart(int partition) {
        dirty |= unsent;
        unsent = false;
        return new Part(key, partition, corrected, profile.toBytes());
    }

    void save(StateWriter writer) {
        if (dirty) {
            writer.put(
                    STATE + key.toText(),
                    new BinaryOut(VERSION)
                            .writeBoolean(unsent)
                            .writeLong(corrected)
                            .writeBytes(profile.toBytes())
                            .toBytes());
            dirty = false;
            saved = true;
        }
    }

    void delete(StateWriter writer) {
        if (saved) {
            writer.delete(STATE + key.toText());
        }
    }

    void restore(byte[] value) {
        BinaryIn in = new BinaryIn("labels of window " + key.toText(), value, VERSION);
        unsent = in.readBoolean();
        corrected = in.readLong();
        profile = PerformanceProfile.fromBytes(in.readBytes());
        saved = true;
    }
}
