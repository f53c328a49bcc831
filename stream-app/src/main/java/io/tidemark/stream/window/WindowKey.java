package io.tidemark.stream.window;

import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.state.StateFormatException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;

/**
 * One window of one segment of one model version.
 *
 * @param startMs inclusive, event time, milliseconds since the epoch
 * @param endMs exclusive
 */
public record WindowKey(String model, String version, String segment, long startMs, long endMs) {
    /** By end, then start, then version, with the segment of all rows before the others. */
    public static final Comparator<WindowKey> JUDGING_ORDER = Comparator.comparingLong(WindowKey::endMs)
            .thenComparingLong(WindowKey::startMs)
            .thenComparing(WindowKey::version)
            .thenComparing(key -> !key.segment.equals(Segments.ALL))
            .thenComparing(WindowKey::segment);

    /** A key for a state store: the five parts, escaped, between slashes. */
    public String toText() {
        return escape(model) + "/" + escape(version) + "/" + escape(segment) + "/" + startMs + "/" + endMs;
    }

    /**
     * Reads {@link #toText} back.
     *
     * @throws StateFormatException if {@code text} is not of that form
     */
    public static WindowKey fromText(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 5) {
            throw new StateFormatException("'" + text + "' is not a window key");
        }
        try {
            return new WindowKey(
                    unescape(parts[0]),
                    unescape(parts[1]),
                    unescape(parts[2]),
                    Long.parseLong(parts[3]),
                    Long.parseLong(parts[4]));
        } catch (IllegalArgumentException e) {
            throw new StateFormatException("'" + text + "' is not a window key", e);
        }
    }

    /** Escapes a name for use between slashes. */
    public static String escape(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8);
    }

    /** Undoes {@link #escape}. */
    public static String unescape(String part) {
        return URLDecoder.decode(part, StandardCharsets.UTF_8);
    }

    public void writeTo(BinaryOut out) {
        out.writeText(model)
                .writeText(version)
                .writeText(segment)
                .writeLong(startMs)
                .writeLong(endMs);
    }

    public static WindowKey readFrom(BinaryIn in) {
        return new WindowKey(in.readText(), in.readText(), in.readText(), in.readLong(), in.readLong());
    }
}
