package io.tidemark.stream.label;

import io.tidemark.stream.label.LabelMessage.Errors;
import io.tidemark.stream.label.LabelMessage.Heartbeat;
import io.tidemark.stream.label.LabelMessage.Inputs;
import io.tidemark.stream.label.LabelMessage.Part;
import io.tidemark.stream.label.LabelMessage.Progress;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.state.StateFormatException;
import io.tidemark.stream.window.WindowKey;

/** The versioned binary form of a {@link LabelMessage} on the internal topic between the two steps. */
public final class LabelMessageCodec {
    private static final int VERSION = 1;
    private static final int PART = 1;
    private static final int PROGRESS = 2;
    private static final int HEARTBEAT = 3;
    private static final int ERRORS = 4;
    private static final int INPUTS = 5;

    private LabelMessageCodec() {}

    public static byte[] encode(LabelMessage message) {
        BinaryOut out = new BinaryOut(VERSION);
        switch (message) {
            case Part(var window, var partition, var corrected, var profile) -> {
                out.writeByte(PART);
                window.writeTo(out);
                out.writeInt(partition).writeLong(corrected).writeBytes(profile);
            }
            case Progress(
                    var model,
                    var partition,
                    var partitions,
                    var closedUpToMs,
                    var finalUpToMs,
                    var errorsUpToMs,
                    var idle,
                    var clockMs) ->
                out.writeByte(PROGRESS)
                        .writeText(model)
                        .writeInt(partition)
                        .writeInt(partitions)
                        .writeLong(closedUpToMs)
                        .writeLong(finalUpToMs)
                        .writeLong(errorsUpToMs)
                        .writeBoolean(idle)
                        .writeLong(clockMs);
            case Errors(var model, var partition, var batch) -> {
                out.writeByte(ERRORS).writeText(model).writeInt(partition);
                ErrorBatches.write(batch, out);
            }
            case Inputs(var window, var verdict) -> {
                out.writeByte(INPUTS);
                window.writeTo(out);
                InputsFormat.write(verdict, out);
            }
            case Heartbeat(var partition, var clockMs) ->
                out.writeByte(HEARTBEAT).writeInt(partition).writeLong(clockMs);
        }
        return out.toBytes();
    }

    /** @throws StateFormatException if the bytes are not a message of this or an earlier release */
    public static LabelMessage decode(byte[] bytes) {
        BinaryIn in = new BinaryIn("a label message", bytes, VERSION);
        int type = in.readByte();
        return switch (type) {
            case PART -> new Part(WindowKey.readFrom(in), in.readInt(), in.readLong(), in.readBytes());
            case PROGRESS ->
                new Progress(
                        in.readText(),
                        in.readInt(),
                        in.readInt(),
                        in.readLong(),
                        in.readLong(),
                        in.readLong(),
                        in.readBoolean(),
                        in.readLong());
            case ERRORS -> new Errors(in.readText(), in.readInt(), ErrorBatches.read(in));
            case INPUTS -> new Inputs(WindowKey.readFrom(in), InputsFormat.read(in));
            case HEARTBEAT -> new Heartbeat(in.readInt(), in.readLong());
            default -> throw new StateFormatException("a label message is damaged: unknown type " + type);
        };
    }
}
