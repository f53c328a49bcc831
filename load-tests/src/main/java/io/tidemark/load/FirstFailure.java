package io.tidemark.load;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** The first failure of records that are written in the background. Any thread may tell of one, and ask. */
public final class FirstFailure implements Callback {
    private final AtomicReference<@Nullable Exception> first = new AtomicReference<>();

    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
        if (failure != null) {
            keep(failure);
        }
    }

    public void keep(Exception failure) {
        first.compareAndSet(null, failure);
    }

    public boolean isKept() {
        return first.get() != null;
    }

    /** @throws IllegalStateException if there was one */
    public void check() {
        Exception failure = first.get();
        if (failure != null) {
            throw new IllegalStateException("a record could not be written: " + failure, failure);
        }
    }
}
