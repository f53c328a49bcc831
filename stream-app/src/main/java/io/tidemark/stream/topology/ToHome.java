package io.tidemark.stream.topology;

import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.state.StateFormatException;
import io.tidemark.stream.topology.JoinDecoder.Kind;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** What goes from the partition in which records were read to that of their inference ids. */
sealed interface ToHome {
    /** A record, and where it was read. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and a copy would cost without need
    record MovedRecord(Kind kind, byte[] value, RecordMetadata origin) implements ToHome {}

    /**
     * Up to which time a partition has sent what it has; to all partitions, behind what it has sent. {@link Long#MAX_VALUE} where there is nothing left.
     *
     * @param predictions model → the highest event time of its predictions there
     * @param labels model → the latest time at which one of its labels there became known
     */
    record SentUpTo(int sender, Map<String, Long> predictions, Map<String, Long> labels) implements ToHome {
        boolean isEmpty() {
            return predictions.isEmpty() && labels.isEmpty();
        }
    }

    /** The versioned binary form of these on the internal topic. */
    final class Codec {
        private static final int VERSION = 1;
        private static final int PREDICTION = 1;
        private static final int LABEL = 2;
        private static final int SENT_UP_TO = 3;

        private Codec() {}

        private record Origin(String topic, int partition, long offset) implements RecordMetadata {}

        static byte[] encode(ToHome message) {
            BinaryOut out = new BinaryOut(VERSION);
            switch (message) {
                case MovedRecord(var kind, var value, var origin) ->
                    out.writeByte(kind == Kind.PREDICTION ? PREDICTION : LABEL)
                            .writeText(origin.topic())
                            .writeInt(origin.partition())
                            .writeLong(origin.offset())
                            .writeBytes(value);
                case SentUpTo(var sender, var predictions, var labels) -> {
                    out.writeByte(SENT_UP_TO).writeInt(sender);
                    write(predictions, out);
                    write(labels, out);
                }
            }
            return out.toBytes();
        }

        private static void write(Map<String, Long> times, BinaryOut out) {
            out.writeInt(times.size());
            times.forEach((model, timeMs) -> out.writeText(model).writeLong(timeMs));
        }

        /** @throws StateFormatException if the bytes are none of these */
        static ToHome decode(byte[] bytes) {
            BinaryIn in = new BinaryIn("a record on its way to another partition", bytes, VERSION);
            int type = in.readByte();
            return switch (type) {
                case PREDICTION -> record(Kind.PREDICTION, in);
                case LABEL -> record(Kind.LABEL, in);
                case SENT_UP_TO -> new SentUpTo(in.readInt(), times(in), times(in));
                default ->
                    throw new StateFormatException(
                            "a record on its way to another partition is damaged: unknown type " + type);
            };
        }

        private static MovedRecord record(Kind kind, BinaryIn in) {
            Origin origin = new Origin(in.readText(), in.readInt(), in.readLong());
            return new MovedRecord(kind, in.readBytes(), origin);
        }

        private static Map<String, Long> times(BinaryIn in) {
            Map<String, Long> times = new HashMap<>();
            for (int count = in.readInt(); count > 0; count--) {
                times.put(in.readText(), in.readLong());
            }
            return times;
        }
    }
}
