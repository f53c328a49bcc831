package io.tidemark.schemas.serde;

import java.nio.ByteBuffer;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/** Avro's decoder interface over {@link BinaryReader}: Avro's own believes a length and allocates before it reads. */
final class BoundedDecoder extends Decoder {
    private final BinaryReader in = new BinaryReader();

    BoundedDecoder(byte[] record, int from) {
        in.reset(record, from);
    }

    void requireEnd() {
        in.requireEnd();
    }

    @Override
    public void readNull() {}

    @Override
    public boolean readBoolean() {
        return in.readBoolean();
    }

    @Override
    public int readInt() {
        return in.readInt();
    }

    @Override
    public long readLong() {
        return in.readLong();
    }

    @Override
    public float readFloat() {
        return in.readFloat();
    }

    @Override
    public double readDouble() {
        return in.readDouble();
    }

    @Override
    public Utf8 readString(@Nullable Utf8 old) {
        byte[] text = new byte[in.readLength()];
        readFixed(text, 0, text.length);
        return new Utf8(text);
    }

    @Override
    public String readString() {
        return in.readString();
    }

    @Override
    public void skipString() {
        skipBytes();
    }

    @Override
    public ByteBuffer readBytes(@Nullable ByteBuffer old) {
        byte[] value = new byte[in.readLength()];
        readFixed(value, 0, value.length);
        return ByteBuffer.wrap(value);
    }

    @Override
    public void skipBytes() {
        in.skip(in.readLength());
    }

    @Override
    public void readFixed(byte[] target, int start, int length) {
        int from = in.position();
        in.skip(length);
        System.arraycopy(in.bytes(), from, target, start, length);
    }

    @Override
    public void skipFixed(int length) {
        in.skip(length);
    }

    @Override
    public int readEnum() {
        return in.readIndex(Integer.MAX_VALUE);
    }

    @Override
    public long readArrayStart() {
        return in.readBlockCount();
    }

    @Override
    public long arrayNext() {
        return in.readBlockCount();
    }

    @Override
    public long skipArray() {
        return in.skipSizedBlocks();
    }

    @Override
    public long readMapStart() {
        return in.readBlockCount();
    }

    @Override
    public long mapNext() {
        return in.readBlockCount();
    }

    @Override
    public long skipMap() {
        return in.skipSizedBlocks();
    }

    @Override
    public int readIndex() {
        return in.readIndex(Integer.MAX_VALUE);
    }

    @Override
    public int remainingBytes() {
        return in.remaining();
    }
}
