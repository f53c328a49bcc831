package io.tidemark.retrain.train;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;

/** SHA-256 of values that are written one after the other: texts behind their length in bytes, integers big-endian. Not for several threads. */
public final class Sha256 {
    private final MessageDigest digest;
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

    public Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The hash of bytes, in hexadecimal. */
    public static String of(byte[] bytes) {
        Sha256 hash = new Sha256();
        hash.digest.update(bytes);
        return hash.hex();
    }

    static String ofTexts(Collection<String> texts) {
        Sha256 hash = new Sha256();
        texts.forEach(hash::text);
        return hash.hex();
    }

    public void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        integer(bytes.length);
        digest.update(bytes);
    }

    public void integer(long value) {
        digest.update(number.putLong(0, value).array());
    }

    public void code(char code) {
        digest.update((byte) code);
    }

    /** A double by its bits; all NaN are one, and −0 is 0. */
    public void number(double value) {
        integer(Double.doubleToLongBits(value + 0.0));
    }

    /** The hash in hexadecimal. Afterwards it begins anew. */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
