package io.tidemark.profile.sketch;

import io.tidemark.profile.format.DocumentReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.datasketches.hll.HllSketch;

/**
 * Reads the sketch of distinct categories in the DataSketches format: a little-endian preamble with the number of registers, and either
 * a set of hashes, or the registers and a table of what does not fit into them.
 *
 * <p>DataSketches trusts these bytes, and allocates a set or a table of whatever size they name. So the sizes are checked first.
 */
final class HllBytes {
    private static final int LOG_REGISTERS_AT = 3;
    private static final int LOG_TABLE_AT = 4;
    private static final int MODE_AT = 7;
    private static final int SHORTEST = 8;

    private static final int MODES = 3;
    private static final int SET = 1;
    private static final int REGISTERS = 2;
    private static final int SET_SIZE_AT = 8;
    private static final int TABLE_SIZE_AT = 36;

    private HllBytes() {}

    static HllSketch read(DocumentReader in, int logRegisters) {
        byte[] bytes = in.readBytes();
        String fault = fault(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), logRegisters);
        if (!fault.isEmpty()) {
            throw in.fail("the sketch of distinct categories has " + fault);
        }
        try {
            return HllSketch.heapify(bytes);
        } catch (RuntimeException e) { // DataSketches throws several, and no message of them says more than this
            throw in.fail("the sketch of distinct categories can't be read: " + e.getMessage());
        }
    }

    /** What is wrong with the bytes of a sketch, or an empty text. */
    private static String fault(ByteBuffer bytes, int logRegisters) {
        if (bytes.limit() < SHORTEST || bytes.get(LOG_REGISTERS_AT) != logRegisters) {
            return "not 2^" + logRegisters + " registers";
        }
        int logTable = bytes.get(LOG_TABLE_AT);
        if (logTable < 0 || logTable > logRegisters) {
            return "a table of 2^" + logTable;
        }
        return switch (bytes.get(MODE_AT) & MODES) {
            case SET -> sizeFault(bytes, SET_SIZE_AT);
            case REGISTERS -> sizeFault(bytes, TABLE_SIZE_AT);
            default -> "";
        };
    }

    private static String sizeFault(ByteBuffer bytes, int at) {
        int size = bytes.limit() < at + Integer.BYTES ? -1 : bytes.getInt(at);
        return size >= 0 && size <= bytes.limit() / Integer.BYTES ? "" : size + " entries";
    }
}
