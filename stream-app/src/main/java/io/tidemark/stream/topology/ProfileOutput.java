package io.tidemark.stream.topology;

import io.tidemark.stream.window.ProfileMessage;

/** What the profile step forwards: messages to the assess step, and records it could not use. */
sealed interface ProfileOutput {
    record ToAssess(ProfileMessage message) implements ProfileOutput {}

    /** @param value the record's bytes as they came, cut where they are too long for a dead letter */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and a copy would cost without need
    record DeadLetter(byte[] value) implements ProfileOutput {}
}
