package io.tidemark.retrain.train;

/** Asked now and then in the course of long work, whether it is still wanted. */
@FunctionalInterface
public interface Cancellation {
    /** Work that goes on to its end. */
    Cancellation NEVER = () -> {};

    /**
     * Returns where the work is to go on.
     *
     * @throws java.util.concurrent.CancellationException where it is not
     */
    void check();
}
