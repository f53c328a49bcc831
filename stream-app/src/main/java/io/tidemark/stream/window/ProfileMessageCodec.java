package io.tidemark.stream.window;

import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.state.StateFormatException;
import io.tidemark.stream.window.ProfileMessage.FeaturePart;
import io.tidemark.stream.window.ProfileMessage.Heartbeat;
import io.tidemark.stream.window.ProfileMessage.LimitPassed;
import io.tidemark.stream.window.ProfileMessage.Watermark;
import io.tidemark.stream.window.ProfileMessage.WindowPart;

/** The versioned binary form of a {@link ProfileMessage} on the internal topic between the two steps. */
public final class ProfileMessageCodec {
    private static final int VERSION = 4;
    private static final int WINDOW_PART = 1;
    private static final int FEATURE_PART = 2;
    private static final int WATERMARK = 3;
    private static final int HEARTBEAT = 4;
    private static final int LIMIT_PASSED = 5;

    private ProfileMessageCodec() {}

    public static byte[] encode(ProfileMessage message) {
        BinaryOut out = new BinaryOut(VERSION);
        switch (message) {
            case WindowPart(
                    var window,
                    var partition,
                    var rows,
                    var unprofiledRows,
                    var droppedValues,
                    var features,
                    var joint) -> {
                out.writeByte(WINDOW_PART);
                window.writeTo(out);
                out.writeInt(partition)
                        .writeLong(rows)
                        .writeLong(droppedValues)
                        .writeInt(features)
                        .writeBytes(joint)
                        .writeLong(unprofiledRows);
            }
            case FeaturePart(var window, var partition, var feature, var sketch) -> {
                out.writeByte(FEATURE_PART);
                window.writeTo(out);
                out.writeInt(partition).writeText(feature).writeBytes(sketch);
            }
            case Watermark(
                    var model,
                    var partition,
                    var partitions,
                    var sentUpToMs,
                    var idle,
                    var clockMs,
                    var sentAtMs) ->
                out.writeByte(WATERMARK)
                        .writeText(model)
                        .writeInt(partition)
                        .writeInt(partitions)
                        .writeLong(sentUpToMs)
                        .writeBoolean(idle)
                        .writeLong(clockMs)
                        .writeLong(sentAtMs);
            case LimitPassed(var model, var partition, var limit, var count, var clockMs) ->
                out.writeByte(LIMIT_PASSED)
                        .writeText(model)
                        .writeInt(partition)
                        .writeText(limit.key())
                        .writeLong(count)
                        .writeLong(clockMs);
            case Heartbeat(var partition, var clockMs) ->
                out.writeByte(HEARTBEAT).writeInt(partition).writeLong(clockMs);
        }
        return out.toBytes();
    }

    /** @throws StateFormatException if the bytes are not a message of this or an earlier release */
    public static ProfileMessage decode(byte[] bytes) {
        BinaryIn in = new BinaryIn("a profile message", bytes, VERSION);
        int type = in.readByte();
        return switch (type) {
            case WINDOW_PART -> windowPart(in);
            case FEATURE_PART -> new FeaturePart(WindowKey.readFrom(in), in.readInt(), in.readText(), in.readBytes());
            case WATERMARK ->
                new Watermark(
                        in.readText(),
                        in.readInt(),
                        in.readInt(),
                        in.readLong(),
                        in.readBoolean(),
                        in.readLong(),
                        in.version() < 3 ? Watermark.UNKNOWN : in.readLong());
            case LIMIT_PASSED ->
                new LimitPassed(
                        in.readText(),
                        in.readInt(),
                        Limit.ofKey(in.readText())
                                .orElseThrow(
                                        () -> new StateFormatException("a profile message is of an unknown limit")),
                        in.readLong(),
                        in.readLong());
            case HEARTBEAT -> new Heartbeat(in.readInt(), in.readLong());
            default -> throw new StateFormatException("a profile message is damaged: unknown type " + type);
        };
    }

    private static WindowPart windowPart(BinaryIn in) {
        WindowKey window = WindowKey.readFrom(in);
        int partition = in.readInt();
        long rows = in.readLong();
        long droppedValues = in.readLong();
        int features = in.readInt();
        byte[] joint = jointOf(in);
        long unprofiledRows = in.version() < 4 ? 0 : in.readLong();
        return new WindowPart(window, partition, rows, unprofiledRows, droppedValues, features, joint);
    }

    private static byte[] jointOf(BinaryIn in) {
        return in.version() < 2 ? WindowPart.NO_JOINT : in.readBytes();
    }
}
