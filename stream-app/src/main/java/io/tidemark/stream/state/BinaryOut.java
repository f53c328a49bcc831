package io.tidemark.stream.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes the small binary forms of state entries and internal messages; {@link BinaryIn} reads them. Numbers have their highest byte first.
 */
public final class BinaryOut {
    private static final int FIRST_CAPACITY = 128;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int size;

    /** Begins with the format version, so that a later release can read what this one wrote. */
    public BinaryOut(int version) {
        writeByte(version);
    }

    public BinaryOut writeByte(int value) {
        makeRoom(1);
        bytes[size++] = (byte) value;
        return this;
    }

    public BinaryOut writeBoolean(boolean value) {
        return writeByte(value ? 1 : 0);
    }

    public BinaryOut writeInt(int value) {
        makeRoom(Integer.BYTES);
        INT.set(bytes, size, value);
        size += Integer.BYTES;
        return this;
    }

    /** A number of 0 or more, in as few groups of seven bits as it has, the lowest first. */
    public BinaryOut writeCount(int value) {
        int left = value;
        while (left > 0x7f) {
            writeByte((left & 0x7f) | 0x80);
            left >>>= 7;
        }
        return writeByte(left);
    }

    public BinaryOut writeLong(long value) {
        makeRoom(Long.BYTES);
        LONG.set(bytes, size, value);
        size += Long.BYTES;
        return this;
    }

    public BinaryOut writeDouble(double value) {
        return writeLong(Double.doubleToLongBits(value));
    }

    public BinaryOut writeText(String value) {
        return writeBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    public BinaryOut writeBytes(byte[] value) {
        writeInt(value.length);
        makeRoom(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
        return this;
    }

    /** How many bytes have been written. */
    public int size() {
        return size;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void makeRoom(int count) {
        int needed = Math.addExact(size, count);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length + (bytes.length >> 1)));
        }
    }
}
