package io.tidemark.stream.window;

import org.jspecify.annotations.Nullable;

/** About how much heap something takes. What is added to a part is added to its whole as well. Not safe for use by several threads. */
public final class HeapUse {
    private final @Nullable HeapUse whole;
    private long bytes;

    public HeapUse() {
        this(null);
    }

    private HeapUse(@Nullable HeapUse whole) {
        this.whole = whole;
    }

    /** A part of this, empty for now. */
    public HeapUse part() {
        return new HeapUse(this);
    }

    /** @param more negative where something has gone */
    public void add(long more) {
        bytes += more;
        if (whole != null) {
            whole.add(more);
        }
    }

    public long bytes() {
        return bytes;
    }
}
