package io.tidemark.serving.model;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the parts of an artifact. No read allocates more than the bytes that are there can fill. */
final class ArtifactReader {
    /** The longest text, in bytes: a name, a class, a category. */
    static final int MAX_TEXT_BYTES = 4_096;

    private final ByteBuffer buffer;

    ArtifactReader(byte[] bytes, int from, int end) {
        this.buffer = ByteBuffer.wrap(bytes, from, end - from);
    }

    byte readByte(String what) {
        return need(1, what).get();
    }

    double readDouble(String what) {
        return need(Double.BYTES, what).getDouble();
    }

    int readCount(int max, String what) {
        int count = need(Integer.BYTES, what).getInt();
        if (count < 0 || count > max) {
            throw fail(what + ": " + count + " is not between 0 and " + max);
        }
        return count;
    }

    byte[] readBytes(int max, String what) {
        int length = readCount(max, what);
        need(length, what);
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return bytes;
    }

    String readText(String what) {
        byte[] bytes = readBytes(MAX_TEXT_BYTES, what);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw fail(what + " is no UTF-8 text");
        }
    }

    List<String> readTexts(int max, String what) {
        int count = readCount(max, what);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(readText(what));
        }
        return texts;
    }

    void expectEnd() {
        if (buffer.hasRemaining()) {
            throw fail(buffer.remaining() + " bytes are left over");
        }
    }

    /** The exception to throw for what was just read and cannot be right. */
    ModelFormatException fail(String what) {
        return new ModelFormatException("model artifact, at byte " + buffer.position() + ": " + what);
    }

    private ByteBuffer need(int bytes, String what) {
        if (buffer.remaining() < bytes) {
            throw fail("it ends where " + what + " should come");
        }
        return buffer;
    }
}
