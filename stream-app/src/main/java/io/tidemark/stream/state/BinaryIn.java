package io.tidemark.stream.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads what {@link BinaryOut} wrote. Every read is checked against what is left, so damaged bytes end in a
 * {@link StateFormatException} that names what was being read, and in nothing worse.
 */
public final class BinaryIn {
    private final String what;
    private final ByteBuffer bytes;
    private final int version;

    /**
     * @param what what the bytes are, for the error message
     * @param newest the newest format version this code reads
     */
    public BinaryIn(String what, byte[] value, int newest) {
        this.what = what;
        this.bytes = ByteBuffer.wrap(value);
        this.version = readByte();
        if (version < 1 || version > newest) {
            throw new StateFormatException(what + " has format version " + version + ", this release reads 1 to "
                    + newest + "; it was written by a newer release or is damaged");
        }
    }

    public int version() {
        return version;
    }

    public boolean isAtEnd() {
        return !bytes.hasRemaining();
    }

    public int readByte() {
        need(1);
        return bytes.get();
    }

    public boolean readBoolean() {
        return readByte() != 0;
    }

    public int readInt() {
        need(Integer.BYTES);
        return bytes.getInt();
    }

    /** What {@link BinaryOut#writeCount} wrote. */
    public int readCount() {
        long count = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += 7) {
            int group = readByte();
            count |= (long) (group & 0x7f) << shift;
            if (group >= 0) {
                break;
            }
        }
        if (count > Integer.MAX_VALUE) {
            throw new StateFormatException(
                    what + " is damaged: a count of " + count + " before byte " + bytes.position());
        }
        return (int) count;
    }

    public long readLong() {
        need(Long.BYTES);
        return bytes.getLong();
    }

    public double readDouble() {
        return Double.longBitsToDouble(readLong());
    }

    public String readText() {
        int length = readLength();
        String text = new String(bytes.array(), bytes.position(), length, StandardCharsets.UTF_8);
        bytes.position(bytes.position() + length);
        return text;
    }

    public byte[] readBytes() {
        byte[] value = new byte[readLength()];
        bytes.get(value);
        return value;
    }

    private int readLength() {
        int length = readInt();
        if (length < 0) {
            throw new StateFormatException(
                    what + " is damaged: a length of " + length + " at byte " + bytes.position());
        }
        need(length);
        return length;
    }

    private void need(int count) {
        if (bytes.remaining() < count) {
            throw new StateFormatException(what + " is damaged: " + count + " bytes expected at byte "
                    + bytes.position() + ", " + bytes.remaining() + " left");
        }
    }
}
