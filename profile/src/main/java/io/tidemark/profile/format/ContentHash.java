package io.tidemark.profile.format;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names things by what they hold: equal content has an equal name in every process. */
public final class ContentHash {
    private ContentHash() {}

    /** The first {@code bytes} bytes of the SHA-256 of {@code content}, in hexadecimal. */
    public static String of(byte[] content, int bytes) {
        return HexFormat.of().formatHex(sha256().digest(content), 0, bytes);
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
