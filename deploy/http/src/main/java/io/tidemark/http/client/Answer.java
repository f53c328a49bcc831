package io.tidemark.http.client;

import java.time.Duration;
import java.util.Optional;

/** What became of an attempt to deliver. Details are for people, on one line, and without secrets. */
public sealed interface Answer {
    String detail();

    record Delivered(String detail) implements Answer {}

    /** It may succeed another time, not before what the other side asks for. */
    record TryAgain(String detail, Optional<Duration> after) implements Answer {}

    /** The way there is wrong, such as an address or a password: nothing will succeed until a person mends it. */
    record Misconfigured(String detail) implements Answer {}

    /**
     * The other side does not want this message, and never will.
     *
     * @param reason one of a few, to be counted by
     */
    record Refused(String reason, String detail) implements Answer {}
}
