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
    private static final int BITS = 15;
    private static final int LONGEST = 64;
    /** Texts of up to so many bytes are compared as two numbers. */
    private static final int TWO_WORDS = 2 * Long.BYTES;

    private static final byte[] NO_BYTES = {};

    private final @Nullable Known[] known;

    /** A text with the bytes it was read from. */
    private static final class Known {
        private final int length;
        /** The first eight bytes, or all of fewer; of a text of more than {@link #TWO_WORDS} a hash. */
        private final long head;
        /** The last eight bytes, where there are as many. */
        private final long tail;
        /** All bytes of a text of more than {@link #TWO_WORDS}. */
        private final byte[] bytes;

        private final String text;

        Known(int length, long head, long tail, byte[] bytes, String text) {
            this.length = length;
            this.head = head;
            this.tail = tail;
            this.bytes = bytes;
            this.text = text;
        }

        boolean is(int otherLength, long otherHead, long otherTail) {
            return length == otherLength && head == otherHead && tail == otherTail;
        }
    }

    TextCache() {
        this(1 << BITS);
    }

    private TextCache(int places) {
        known = new Known[places];
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
        if (length > LONGEST || known.length == 0) {
            return in.text(from, length);
        }
        if (length > TWO_WORDS) {
            return longer(in, from, length);
        }
        long head = length < Long.BYTES ? in.shortAt(from, length) : in.longAt(from);
        long tail = length < Long.BYTES ? 0 : in.longAt(from + length - Long.BYTES);
        int place = placeOf(length, head, tail);
        Known found = known[place];
        if (found == null || !found.is(length, head, tail)) {
            found = new Known(length, head, tail, NO_BYTES, in.text(from, length));
            known[place] = found;
        }
        return found.text;
    }

    private String longer(BinaryReader in, int from, int length) {
        long hash = in.hash(from, length);
        int place = placeOf(length, hash, 0);
        Known found = known[place];
        if (found == null || !found.is(length, hash, 0) || !in.matches(from, length, found.bytes)) {
            byte[] bytes = Arrays.copyOfRange(in.bytes(), from, from + length);
            found = new Known(length, hash, 0, bytes, in.text(from, length));
            known[place] = found;
        }
        return found.text;
    }

    private static int placeOf(int length, long head, long tail) {
        long mixed = (head ^ (Long.rotateLeft(tail, 32) + length)) * 0x9E3779B97F4A7C15L;
        return (int) (((mixed ^ (mixed >>> 32)) * 0x9E3779B97F4A7C15L) >>> (Long.SIZE - BITS));
    }
}
