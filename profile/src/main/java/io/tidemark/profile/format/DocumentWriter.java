package io.tidemark.profile.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Writes one document: magic, version, the values in the order they are given, and a CRC32C of all that stands before it.
 *
 * <p>Numbers are big-endian. Counts are unsigned LEB128 (7 bits per byte, low bits first), as most are small.
 */
public final class DocumentWriter {
    private ByteBuffer buffer = ByteBuffer.allocate(256);

    public DocumentWriter(DocumentType type) {
        buffer.put(type.magicBytes()).put((byte) type.version());
    }

    public DocumentWriter writeByte(int value) {
        room(1).put((byte) value);
        return this;
    }

    public DocumentWriter writeBoolean(boolean value) {
        return writeByte(value ? 1 : 0);
    }

    public DocumentWriter writeLong(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    public DocumentWriter writeDouble(double value) {
        room(Double.BYTES).putDouble(value);
        return this;
    }

    /** Writes {@code count}, which is not negative, in 1 to 9 bytes. */
    public DocumentWriter writeCount(long count) {
        if (count < 0) {
            throw new IllegalArgumentException("a count is not negative: " + count);
        }
        room(9);
        long rest = count;
        while (rest >= 0x80) {
            buffer.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        buffer.put((byte) rest);
        return this;
    }

    public DocumentWriter writeBytes(byte[] bytes) {
        writeCount(bytes.length);
        room(bytes.length).put(bytes);
        return this;
    }

    /** Writes {@code text} as UTF-8; half a surrogate pair becomes a question mark. */
    public DocumentWriter writeText(String text) {
        return writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes the constant's name. */
    public DocumentWriter writeEnum(Enum<?> constant) {
        return writeText(constant.name());
    }

    /** The finished document. */
    public byte[] toBytes() {
        CRC32C checksum = new CRC32C();
        checksum.update(buffer.array(), 0, buffer.position());
        room(Integer.BYTES).putInt((int) checksum.getValue());
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            int needed = Math.addExact(buffer.position(), bytes);
            int doubled = (int) Math.min(2L * buffer.capacity(), Integer.MAX_VALUE - 8);
            buffer = ByteBuffer.wrap(Arrays.copyOf(buffer.array(), Math.max(needed, doubled)))
                    .position(buffer.position());
        }
        return buffer;
    }
}
