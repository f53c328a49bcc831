package io.tidemark.stream.topology;

import io.tidemark.schemas.avro.PartitionLedger;
import io.tidemark.stream.window.ProfileMessage;

/** What the profile step forwards: messages to the assess step, records it could not use, and how many there were of each. */
sealed interface ProfileOutput {
    record ToAssess(ProfileMessage message) implements ProfileOutput {}

    /** @param value the record's bytes as they came, cut where they are too long for a dead letter */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and a copy would cost without need
    record DeadLetter(byte[] value) implements ProfileOutput {}

    record Counted(PartitionLedger ledger) implements ProfileOutput {}
}
