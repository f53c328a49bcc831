package io.tidemark.stream.decode;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes one {@link String} of the same bytes however often they come, as categories and tags do.
 *
 * <p>A table with one place for each hash: a newer text takes the place of an older one, so the cache never grows and
 * a feature with a million values costs others little. Long texts are not kept.
 */
final class TextCache {
    private static final int PLACES = 1 << 15;
    private static final int LONGEST = 64;

    private final byte[] @Nullable [] keys;
    private final @Nullable String[] texts;

    TextCache() {
        this(PLACES);
    }

    private TextCache(int places) {
        keys = new byte[places][];
        texts = new String[places];
    }

    /** One that keeps nothing, for texts that hardly ever come again. */
    static TextCache none() {
        return new TextCache(0);
    }

    /** Reads a length and the text behind it. */
    String read(BinaryReader in) {
        int length = in.readLength();
        int from = in.position();
        in.skip(length);
        if (length > LONGEST || texts.length == 0) {
            return in.text(from, length);
        }
        int place = in.hash(from, length) & PLACES - 1;
        byte[] key = keys[place];
        String text = texts[place];
        if (key == null || text == null || !in.matches(from, length, key)) {
            text = in.text(from, length);
            keys[place] = Arrays.copyOfRange(in.bytes(), from, from + length);
            texts[place] = text;
        }
        return text;
    }
}
