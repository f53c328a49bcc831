package io.tidemark.stream.topology;

import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.topology.JoinDecoder.Kind;
import io.tidemark.stream.topology.ToHome.MovedRecord;
import java.util.Arrays;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * What is kept of a label's record while it waits for its prediction, for its dead letter if that does not take it. Of a long one the beginning:
 * it lies in the store beside the label itself, and together they must fit into a record of its changelog.
 *
 * @param bytes how long its value was
 * @param value at most {@value #MOST_BYTES} bytes of it
 * @param origin where it was read first
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and a copy would cost without need
record WaitingLabel(int bytes, byte[] value, RecordMetadata origin) {
    static final int MOST_BYTES = 64 * 1024;

    private static final int VERSION = 1;

    static WaitingLabel of(JoinInput input) {
        byte[] value = input.original();
        return new WaitingLabel(
                value.length, value.length > MOST_BYTES ? Arrays.copyOf(value, MOST_BYTES) : value, input.origin());
    }

    byte[] toBytes() {
        return new BinaryOut(VERSION)
                .writeInt(bytes)
                .writeBytes(ToHome.Codec.encode(new MovedRecord(Kind.LABEL, value, origin)))
                .toBytes();
    }

    static WaitingLabel fromBytes(byte[] written) {
        BinaryIn in = new BinaryIn("the record of a label that waits", written, VERSION);
        int bytes = in.readInt();
        MovedRecord kept = (MovedRecord) ToHome.Codec.decode(in.readBytes());
        return new WaitingLabel(bytes, kept.value(), kept.origin());
    }
}
