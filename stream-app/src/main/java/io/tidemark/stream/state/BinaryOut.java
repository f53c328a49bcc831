package io.tidemark.stream.state;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Writes the small binary forms of state entries and internal messages; {@link BinaryIn} reads them. */
public final class BinaryOut {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    private final DataOutputStream data = new DataOutputStream(bytes);

    /** Begins with the format version, so that a later release can read what this one wrote. */
    public BinaryOut(int version) {
        writeByte(version);
    }

    public BinaryOut writeByte(int value) {
        return write(out -> out.writeByte(value));
    }

    public BinaryOut writeBoolean(boolean value) {
        return write(out -> out.writeBoolean(value));
    }

    public BinaryOut writeInt(int value) {
        return write(out -> out.writeInt(value));
    }

    public BinaryOut writeLong(long value) {
        return write(out -> out.writeLong(value));
    }

    public BinaryOut writeDouble(double value) {
        return writeLong(Double.doubleToLongBits(value));
    }

    public BinaryOut writeText(String value) {
        return writeBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    public BinaryOut writeBytes(byte[] value) {
        return write(out -> {
            out.writeInt(value.length);
            out.write(value);
        });
    }

    public byte[] toBytes() {
        return bytes.toByteArray();
    }

    private BinaryOut write(Step step) {
        try {
            step.on(data);
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array refused a write", e);
        }
        return this;
    }

    private interface Step {
        void on(DataOutputStream out) throws IOException;
    }
}
