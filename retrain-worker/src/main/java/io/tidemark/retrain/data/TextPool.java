package io.tidemark.retrain.data;

import java.util.HashMap;
import java.util.Map;

/** Texts that come again and again are one object. It stays, also where the rows that had it are let go. Not for several threads. */
final class TextPool {
    /** Objects of a text without its characters, of which each may take two bytes. */
    private static final long TEXT_BYTES = 48;

    private static final int MOST = 100_000;

    /** Longer texts hardly come again. */
    private static final int LONGEST = 100;

    private final Map<String, String> texts = new HashMap<>();
    private long bytes;

    /** The one object of a text; of one that the pool does not hold, itself. */
    String pooled(String text) {
        String known = texts.get(text);
        if (known == null && texts.size() < MOST && text.length() <= LONGEST) {
            texts.put(text, text);
            bytes += bytes(text);
        }
        return known == null ? text : known;
    }

    /** Of heap that the pool takes, about. */
    long bytes() {
        return bytes;
    }

    /** Of heap that a text takes beside the pool, about: none where the pool holds it. */
    long bytesBeside(String text) {
        return texts.containsKey(text) ? 0 : bytes(text);
    }

    private static long bytes(String text) {
        return TEXT_BYTES + 2L * text.length();
    }
}
