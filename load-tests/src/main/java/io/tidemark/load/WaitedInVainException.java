package io.tidemark.load;

/** What was waited for did not come in time; the message says what it was and for how long. */
public final class WaitedInVainException extends IllegalStateException {
    public WaitedInVainException(String message) {
        super(message);
    }
}
