package io.tidemark.stream.topology;

import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.topology.JoinDecoder.Kind;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** A record on its way to the partition of its inference id, and where it was read. */
@SuppressWarnings("ArrayRecordComponent") // never compared, and a copy would cost without need
record MovedRecord(Kind kind, byte[] value, RecordMetadata origin) {
    private static final int VERSION = 1;

    private record Origin(String topic, int partition, long offset) implements RecordMetadata {}

    byte[] toBytes() {
        return new BinaryOut(VERSION)
                .writeBoolean(kind == Kind.PREDICTION)
                .writeText(origin.topic())
                .writeInt(origin.partition())
                .writeLong(origin.offset())
                .writeBytes(value)
                .toBytes();
    }

    static MovedRecord fromBytes(byte[] bytes) {
        BinaryIn in = new BinaryIn("a record on its way to another partition", bytes, VERSION);
        Kind kind = in.readBoolean() ? Kind.PREDICTION : Kind.LABEL;
        Origin origin = new Origin(in.readText(), in.readInt(), in.readLong());
        return new MovedRecord(kind, in.readBytes(), origin);
    }
}
