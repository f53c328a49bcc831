package io.tidemark.stream.view;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what was fetched to be looked at and can't be read, and says in the log what and where. Safe for use by several threads. */
public final class Unreadable {
    private static final Logger LOG = LoggerFactory.getLogger(Unreadable.class);

    private final AtomicLong count = new AtomicLong();
    private final AtomicReference<String> last = new AtomicReference<>("");

    /** @param fault what can't be read, where it is, and why */
    void add(String fault) {
        count.incrementAndGet();
        // A page that is open asks again and again.
        if (!fault.equals(last.getAndSet(fault))) {
            LOG.warn("{}", fault);
        }
    }

    /** How often. */
    public long count() {
        return count.get();
    }
}
