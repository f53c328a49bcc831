package io.tidemark.stream.topology;

import io.tidemark.schemas.avro.PartitionLedger;
import io.tidemark.stream.label.LabelMessage;
import io.tidemark.stream.label.MatchedExample;

/** What comes of reading predictions and labels. */
sealed interface JoinOutput {
    /** What belongs to another partition, or is for all of them. */
    record Moved(ToHome moved) implements JoinOutput {}

    /** A record that the join of this partition takes in. */
    record Taken(JoinInput input) implements JoinOutput {}

    /** What another partition has sent here so far. */
    record Told(ToHome.SentUpTo mark) implements JoinOutput {}

    record ToPerformance(LabelMessage message) implements JoinOutput {}

    record Example(MatchedExample example) implements JoinOutput {}

    /** A label that could not be used. */
    record Refused(ProfileOutput.DeadLetter letter) implements JoinOutput {}

    record Counted(PartitionLedger ledger) implements JoinOutput {}
}
