package io.tidemark.stream.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.schemas.serde.DecodeFailure;
import io.tidemark.schemas.serde.UndecodableRecordException;
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
final class BinaryReader {
    private static final VarHandle DOUBLE =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = {};
    private int position;

    /** Begins to read {@code record} at {@code from}. */
    void reset(byte[] record, int from) {
        bytes = record;
        position = from;
    }

    /** The array that is read. */
    byte[] bytes() {
        return bytes;
    }

    /** Offset of the next byte. */
    int position() {
        return position;
    }

    int remaining() {
        return bytes.length - position;
    }

    boolean readBoolean() {
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

    int readInt() {
        long value = readLong();
        if (value != (int) value) {
            throw corrupt(value + " is no int");
        }
        return (int) value;
    }

    /** A variable-length zig-zag long. */
    long readLong() {
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

    float readFloat() {
        requireBytes(Float.BYTES);
        float value = (float) FLOAT.get(bytes, position);
        position += Float.BYTES;
        return value;
    }

    double readDouble() {
        requireBytes(Double.BYTES);
        double value = (double) DOUBLE.get(bytes, position);
        position += Double.BYTES;
        return value;
    }

    /** The length of a string or of bytes; what it counts is there. */
    int readLength() {
        long length = readLong();
        if (length < 0 || length > remaining()) {
            throw corrupt("a length of " + length + " where " + remaining() + " bytes are left");
        }
        return (int) length;
    }

    /** The text between two offsets. Malformed UTF-8 becomes U+FFFD, as in Avro's own reader. */
    String text(int from, int length) {
        return new String(bytes, from, length, UTF_8);
    }

    /** A hash of some of the bytes, well spread in its low bits. */
    int hash(int from, int length) {
        int hash = length;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + bytes[i];
        }
        hash *= 0x9E3779B9;
        return hash ^ hash >>> 16;
    }

    /** Eight bytes as one number. */
    long longAt(int from) {
        return (long) LONG.get(bytes, from);
    }

    /** Fewer than eight bytes as one number, the missing ones 0. */
    long shortAt(int from, int length) {
        if (length > 0 && from + Long.BYTES <= bytes.length) {
            return longAt(from) & (-1L >>> (Long.SIZE - length * Byte.SIZE));
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            value |= (bytes[from + i] & 0xffL) << (i * Byte.SIZE);
        }
        return value;
    }

    /** Whether some of the bytes, none beyond the end, are {@code expected}. */
    boolean matches(int from, int length, byte[] expected) {
        if (length != expected.length) {
            return false;
        }
        if (length < Long.BYTES) {
            return matchesShort(from, expected);
        }
        // Eight bytes at a time; the last eight overlap those before. A general comparison costs more to begin with
        // than names are long.
        int last = length - Long.BYTES;
        for (int i = 0; i < last; i += Long.BYTES) {
            if ((long) LONG.get(bytes, from + i) != (long) LONG.get(expected, i)) {
                return false;
            }
        }
        return (long) LONG.get(bytes, from + last) == (long) LONG.get(expected, last);
    }

    private boolean matchesShort(int from, byte[] expected) {
        for (int i = 0; i < expected.length; i++) {
            if (bytes[from + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }

    /** The branch of a union or the symbol of an enum, below {@code size}. */
    int readIndex(int size) {
        long index = readLong();
        if (index < 0 || index >= size) {
            throw corrupt("index " + index + " into " + size + " branches or symbols");
        }
        return (int) index;
    }

    /**
     * How many items the next block of an array or map has, of items that take at least a byte each; 0 at its end. A
     * block that claims more items than there are bytes is refused.
     */
    int readBlockCount() {
        return readBlockCount(1);
    }

    /** As {@link #readBlockCount()}, of items that take at least {@code itemBytes} each. */
    int readBlockCount(int itemBytes) {
        long count = readLong();
        if (count < 0) {
            readLength();
            count = -count;
        }
        if (count < 0 || count > remaining() / itemBytes) {
            throw corrupt("a block of " + count + " items where " + remaining() + " bytes are left");
        }
        return (int) count;
    }

    /** Skips the blocks that tell their size, and answers the count of the first that doesn't. */
    int skipSizedBlocks() {
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

    void skip(int count) {
        requireBytes(count);
        position += count;
    }

    private void requireBytes(int count) {
        if (count < 0 || count > remaining()) {
            throw corrupt("a value of " + count + " bytes where " + remaining() + " are left");
        }
    }

    /** Checks that the record ends here. */
    void requireEnd() {
        if (remaining() > 0) {
            throw corrupt(remaining() + " bytes are left over: the record was not written with its schema");
        }
    }

    /** The exception for what is wrong before the current offset. */
    UndecodableRecordException corrupt(String what) {
        return corruptAt(position, what);
    }

    private static UndecodableRecordException corruptAt(int offset, String what) {
        return new UndecodableRecordException(DecodeFailure.CORRUPT, what + " (offset " + offset + ")");
    }
}
