package io.tidemark.load.speed;

/**
 * Kafka's clients tell of an interruption by exceptions of their own and leave the thread interrupted, which would cut short all that is closed
 * after it as well.
 */
public final class Interruption {
    private Interruption() {}

    /**
     * What to throw in its place.
     *
     * @return the same, where the thread is not interrupted
     * @throws InterruptedException where it was; now it is not
     */
    public static RuntimeException unlessInterrupted(RuntimeException thrown) throws InterruptedException {
        if (Thread.interrupted()) {
            InterruptedException interrupted = new InterruptedException("interrupted");
            interrupted.initCause(thrown);
            throw interrupted;
        }
        return thrown;
    }
}
