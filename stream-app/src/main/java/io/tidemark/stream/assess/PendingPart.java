package io.tidemark.stream.assess;

import io.tidemark.profile.sketch.JointSketch;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.window.ProfileMessage.WindowPart;
import io.tidemark.stream.window.WindowKey;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A part of a window whose features are still coming. A partition has at most one. */
final class PendingPart {
    private static final int VERSION = 3;
    /** What it takes beside sketches. */
    private static final long OWN_BYTES = 500;

    /** Of a feature beside its sketch. */
    private static final long ENTRY_BYTES = 120;

    private final WindowPart header;
    private final Map<String, byte[]> features = new TreeMap<>();
    private long featureBytes;

    PendingPart(WindowPart header) {
        this.header = header;
    }

    void add(String feature, byte[] sketch) {
        features.put(feature, sketch);
        featureBytes += ENTRY_BYTES + 2L * feature.length() + sketch.length;
    }

    /** About how much heap it takes. */
    long heapBytes() {
        return OWN_BYTES + header.joint().length + featureBytes;
    }

    boolean isComplete() {
        return features.size() >= header.features();
    }

    WindowKey window() {
        return header.window();
    }

    int partition() {
        return header.partition();
    }

    long rows() {
        return header.rows();
    }

    long unprofiledRows() {
        return header.unprofiledRows();
    }

    long droppedValues() {
        return header.droppedValues();
    }

    /** How the features depend on each other in this part, where that was counted. */
    Optional<JointSketch> joint() {
        return header.joint().length == 0 ? Optional.empty() : Optional.of(JointSketch.fromBytes(header.joint()));
    }

    Map<String, byte[]> features() {
        return Collections.unmodifiableMap(features);
    }

    byte[] headerToBytes() {
        BinaryOut out = new BinaryOut(VERSION);
        header.window().writeTo(out);
        return out.writeInt(header.partition())
                .writeLong(header.rows())
                .writeLong(header.droppedValues())
                .writeInt(header.features())
                .writeBytes(header.joint())
                .writeLong(header.unprofiledRows())
                .toBytes();
    }

    static PendingPart restoreHeader(byte[] value) {
        BinaryIn in = new BinaryIn("a pending part", value, VERSION);
        WindowKey window = WindowKey.readFrom(in);
        int partition = in.readInt();
        long rows = in.readLong();
        long droppedValues = in.readLong();
        int features = in.readInt();
        byte[] joint = in.version() < 2 ? new byte[0] : in.readBytes();
        long unprofiledRows = in.version() < 3 ? 0 : in.readLong();
        return new PendingPart(new WindowPart(window, partition, rows, unprofiledRows, droppedValues, features, joint));
    }
}
