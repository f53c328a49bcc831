package io.tidemark.schemas.serde;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads Avro's binary primitives from an array and never beyond its end.
 *
 * <p>No length or count that the bytes claim is believed before it is checked against the bytes that are left, so
 * hostile input costs neither memory nor time. Every failure is an {@link UndecodableRecordException} with
 * {@link DecodeFailure#CORRUPT} and the offset. Reused from record to record; not safe for use by several threads.
 */
public final class BinaryReader {
    private static final VarHandle DOUBLE =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = {};
    private int position;

    /** Begins to read {@code record} at {@code from}. */
    public void reset(byte[] record, int from) {
        bytes = record;
        position = from;
    }

    /** The array that is read. */
    public byte[] bytes() {
        return bytes;
    }

    /** Offset of the next byte. */
    public int position() {
        return position;
    }

    public int remaining() {
        return bytes.length - position;
    }

    public boolean readBoolean() {
        byte value = readByte();
        if (value < 0 || value > 1) {
            throw corruptAt(position - 1, "a boolean is 0 or 1, not " + (value & 0xff));
        }
        return value == 1;
    }

    private byte readByte() {
        if (position >= bytes.length) {
            throw corrupt("the record ends in the middle of a value");
        }
        return bytes[position++];
    }

    public int readInt() {
        long value = readLong();
        if (value != (int) value) {
            throw corrupt(value + " is no int");
        }
        return (int) value;
    }

    /** A variable-length zig-zag long. */
    public long readLong() {
        byte first = readByte();
        return first >= 0 ? unZigZag(first) : readLongFrom(first);
    }

    private long readLongFrom(byte first) {
        long raw = first & 0x7f;
        for (int shift = 7; shift < 64; shift += 7) {
            byte next = readByte();
            raw |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return unZigZag(raw);
            }
        }
        throw corrupt("a number has more than ten bytes");
    }

    private static long unZigZag(long raw) {
        return (raw >>> 1) ^ -(raw & 1);
    }

    public float readFloat() {
        requireBytes(Float.BYTES);
        float value = (float) FLOAT.get(bytes, position);
        position += Float.BYTES;
        return value;
    }

    public double readDouble() {
        requireBytes(Double.BYTES);
        double value = (double) DOUBLE.get(bytes, position);
        position += Double.BYTES;
        return value;
    }

    /** The length of a string or of bytes; what it counts is there. */
    public int readLength() {
        long length = readLong();
        if (length < 0 || length > remaining()) {
            throw corrupt("a length of " + length + " where " + remaining() + " bytes are left");
        }
        return (int) length;
    }

    /** A string. Malformed UTF-8 becomes U+FFFD, as in Avro's own reader. */
    public String readString() {
        int length = readLength();
        String text = new String(bytes, position, length, UTF_8);
        position += length;
        return text;
    }

    /** The branch of a union or the symbol of an enum, below {@code size}. */
    public int readIndex(int size) {
        long index = readLong();
        if (index < 0 || index >= size) {
            throw corrupt("index " + index + " into " + size + " branches or symbols");
        }
        return (int) index;
    }

    /**
     * How many items the next block of an array or map has; 0 at its end.
     *
     * <p>Every item is taken to need a byte. That refuses long arrays of null, which nobody writes, and with them the
     * few bytes that claim to be billions of items.
     */
    public int readBlockCount() {
        long count = readLong();
        if (count < 0) {
            readLength();
            count = -count;
        }
        if (count < 0 || count > remaining()) {
            throw corrupt("a block of " + count + " items where " + remaining() + " bytes are left");
        }
        return (int) count;
    }

    /** Skips the blocks that tell their size in bytes, and answers the item count of the first that doesn't. */
    public int skipSizedBlocks() {
        while (true) {
            int start = position;
            long count = readLong();
            if (count >= 0) {
                position = start;
                return readBlockCount();
            }
            skip(readLength());
        }
    }

    public void skip(int count) {
        requireBytes(count);
        position += count;
    }

    private void requireBytes(int count) {
        if (count < 0 || count > remaining()) {
            throw corrupt("a value of " + count + " bytes where " + remaining() + " are left");
        }
    }

    /** Checks that the record ends here. */
    public void requireEnd() {
        if (remaining() > 0) {
            throw corrupt(remaining() + " bytes are left over: the record was not written with its schema");
        }
    }

    /** The exception for what is wrong before the current offset. */
    public UndecodableRecordException corrupt(String what) {
        return corruptAt(position, what);
    }

    private static UndecodableRecordException corruptAt(int offset, String what) {
        return new UndecodableRecordException(DecodeFailure.CORRUPT, what + " (offset " + offset + ")");
    }
}
