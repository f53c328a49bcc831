package io.tidemark.profile.format;

import java.nio.charset.StandardCharsets;

/**
 * One kind of binary document.
 *
 * @param magic four ASCII characters that every document of this kind starts with
 * @param version the version that is written, 1 to 127; every version up to it can be read
 */
public record DocumentType(String magic, int version) {
    public DocumentType {
        if (magic.length() != 4 || version < 1 || version > Byte.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "magic '" + magic + "' has 4 characters, version " + version + " is 1..127");
        }
    }

    byte[] magicBytes() {
        return magic.getBytes(StandardCharsets.US_ASCII);
    }
}
