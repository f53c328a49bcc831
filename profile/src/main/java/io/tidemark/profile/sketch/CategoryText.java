package io.tidemark.profile.sketch;

import io.tidemark.profile.format.ContentHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/** The text that a category is known by. */
public final class CategoryText {
    private static final int HASH_BYTES = 8;
    /** Characters of the ending of a shortened text: "…#" and 16 hexadecimal digits. */
    private static final int ENDING = 2 + 2 * HASH_BYTES;

    private CategoryText() {}

    /** The beginning of {@code text} and a hash of all of it, {@code length} characters together at most. */
    public static String shorten(String text, int length) {
        int end = length - ENDING;
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + "…#" + hash(text);
    }

    /** {@code text} with every half of a surrogate pair replaced, so that it survives as UTF-8. */
    public static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /** An integer without a fraction ("3"), all else in Java's shortest form ("0.1", "1.0E-7"). */
    static String ofNumber(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private static String hash(String text) {
        MessageDigest digest = ContentHash.sha256();
        ByteBuffer utf16 = ByteBuffer.allocate(8192);
        for (int at = 0; at < text.length(); at++) {
            utf16.putChar(text.charAt(at));
            if (!utf16.hasRemaining() || at == text.length() - 1) {
                digest.update(utf16.flip());
                utf16.clear();
            }
        }
        return HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
    }
}
