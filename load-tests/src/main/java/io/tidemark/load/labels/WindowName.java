package io.tidemark.load.labels;

import java.time.Instant;
import java.util.Comparator;

/** A window of the generated model. */
public record WindowName(Instant start, String segment) implements Comparable<WindowName> {
    private static final Comparator<WindowName> IN_ORDER =
            Comparator.comparing(WindowName::start).thenComparing(WindowName::segment);

    @Override
    public int compareTo(WindowName other) {
        return IN_ORDER.compare(this, other);
    }
}
