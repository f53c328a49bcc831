package io.tidemark.serving.model;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes what {@link ArtifactReader} reads, and nothing that it would refuse. */
final class ArtifactWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final int limit;

    ArtifactWriter(int limit) {
        this.limit = limit;
    }

    void writeRaw(byte[] bytes) {
        if (bytes.length > limit - out.size()) {
            throw new IllegalArgumentException("the artifact would have more than " + limit
                    + " bytes: train a smaller model, with fewer or shallower trees");
        }
        out.writeBytes(bytes);
    }

    void writeByte(byte value) {
        writeRaw(new byte[] {value});
    }

    void writeInt(int value) {
        writeRaw(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    }

    void writeDouble(double value) {
        writeRaw(ByteBuffer.allocate(Double.BYTES).putDouble(value).array());
    }

    void writeBytes(byte[] bytes) {
        writeInt(bytes.length);
        writeRaw(bytes);
    }

    void writeText(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > ArtifactReader.MAX_TEXT_BYTES) {
            throw new IllegalArgumentException("a text of " + bytes.length + " bytes is longer than "
                    + ArtifactReader.MAX_TEXT_BYTES + ": '" + text.substring(0, 40) + "…'");
        }
        writeBytes(bytes);
    }

    void writeTexts(List<String> texts) {
        writeInt(texts.size());
        texts.forEach(this::writeText);
    }

    byte[] toBytes() {
        return out.toByteArray();
    }
}
