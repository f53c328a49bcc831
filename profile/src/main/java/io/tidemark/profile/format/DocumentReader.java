package io.tidemark.profile.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Reads one document that {@link DocumentWriter} wrote.
 *
 * <p>Trusts nothing: magic, version and checksum are checked before anything is read, and no read allocates more than the
 * bytes that are there can hold. Everything that is wrong is a {@link ProfileFormatException}.
 */
public final class DocumentReader {
    private static final int HEADER_BYTES = 5;

    private final DocumentType type;
    private final ByteBuffer buffer;
    private final int version;

    public DocumentReader(byte[] bytes, DocumentType type) {
        this.type = type;
        this.buffer = ByteBuffer.wrap(bytes);
        if (bytes.length < HEADER_BYTES + Integer.BYTES) {
            throw fail(bytes.length + " bytes are too few for a document");
        }
        if (!Arrays.equals(bytes, 0, 4, type.magicBytes(), 0, 4)) {
            throw fail("no document of this type, it starts with other bytes");
        }
        version = bytes[4];
        if (version < 1 || version > type.version()) {
            throw fail("version " + version + " is unknown, this program reads 1 to " + type.version()
                    + ": use a newer program");
        }
        int end = bytes.length - Integer.BYTES;
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, end);
        if ((int) checksum.getValue() != buffer.getInt(end)) {
            throw fail("the checksum is wrong, the bytes are damaged or cut short");
        }
        buffer.position(HEADER_BYTES).limit(end);
    }

    /** The version that the document was written in. */
    public int version() {
        return version;
    }

    public int readByte() {
        return need(1, "a byte").get();
    }

    public boolean readBoolean() {
        int value = readByte();
        if (value != 0 && value != 1) {
            throw fail("a yes or no is 1 or 0, not " + value);
        }
        return value == 1;
    }

    public long readLong() {
        return need(Long.BYTES, "a long").getLong();
    }

    public double readDouble() {
        return need(Double.BYTES, "a double").getDouble();
    }

    /** A double that is neither NaN nor infinite. */
    public double readFinite() {
        double value = readDouble();
        if (!Double.isFinite(value)) {
            throw fail("the number is " + value + ", it has to be finite");
        }
        return value;
    }

    /** A count, which is not negative. */
    public long readCount() {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int next = readByte();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw fail("a count goes on for more than 9 bytes");
    }

    /** A count of at most {@code max}. */
    public int readCount(int max) {
        long value = readCount();
        if (value > max) {
            throw fail("the count " + value + " is more than " + max);
        }
        return (int) value;
    }

    /** The length of a list whose entries take at least {@code bytesEach} bytes, all of which must be there. */
    public int readLength(int bytesEach) {
        long length = readCount();
        if (length > buffer.remaining() / bytesEach) {
            throw fail("a list of " + length + " does not fit into the " + buffer.remaining() + " bytes that are left");
        }
        return (int) length;
    }

    public byte[] readBytes() {
        byte[] bytes = new byte[readLength(1)];
        buffer.get(bytes);
        return bytes;
    }

    public String readText() {
        return new String(readBytes(), StandardCharsets.UTF_8);
    }

    /** The constant of {@code constants} whose name comes next. */
    public <E extends Enum<E>> E readEnum(Class<E> constants) {
        String name = readText();
        for (E constant : constants.getEnumConstants()) {
            if (constant.name().equals(name)) {
                return constant;
            }
        }
        throw fail("'" + name + "' is none of " + Arrays.toString(constants.getEnumConstants()));
    }

    /** Fails where bytes are left over. */
    public void expectEnd() {
        if (buffer.hasRemaining()) {
            throw fail(buffer.remaining() + " bytes are left over");
        }
    }

    /** The exception to throw for a value that was just read and cannot be right. */
    public ProfileFormatException fail(String what) {
        return new ProfileFormatException(type.magic() + " document, at byte " + buffer.position() + ": " + what);
    }

    private ByteBuffer need(int bytes, String what) {
        if (buffer.remaining() < bytes) {
            throw fail("it ends where " + what + " should come");
        }
        return buffer;
    }
}
