package io.tidemark.profile.sketch;

import io.tidemark.profile.format.DocumentReader;
import io.tidemark.profile.format.DocumentWriter;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.datasketches.kll.KllDoublesSketch;

/**
 * Reads and writes the quantile sketch in the DataSketches format, compact and little-endian: 20 bytes of preamble, the start of
 * each level, min, max, and the values of all levels.
 *
 * <p>DataSketches trusts these bytes, and wrong ones surface much later. So the layout is checked first: a value of level i
 * stands for 2^i rows, and all together have to stand for n.
 */
final class KllBytes {
    private static final int K_AT = 4;
    private static final int M_AT = 6;
    private static final int N_AT = 8;
    private static final int MIN_K_AT = 16;
    private static final int LEVELS_AT = 18;
    private static final int STARTS_AT = 20;
    private static final int MAX_LEVELS = 60;

    private KllBytes() {}

    static void write(KllDoublesSketch sketch, DocumentWriter out) {
        out.writeBytes(sketch.toByteArray());
    }

    static KllDoublesSketch read(DocumentReader in, int k, long n) {
        byte[] bytes = in.readBytes();
        String fault = fault(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), k, n);
        if (!fault.isEmpty()) {
            throw in.fail("the quantile sketch has " + fault);
        }
        try {
            return KllDoublesSketch.heapify(MemorySegment.ofArray(bytes));
        } catch (RuntimeException e) { // DataSketches throws several, and no message of them says more than this
            throw in.fail("the quantile sketch can't be read: " + e.getMessage());
        }
    }

    /** What is wrong with the bytes of a sketch, or an empty text. */
    private static String fault(ByteBuffer bytes, int k, long n) {
        if (bytes.limit() < STARTS_AT || bytes.get(0) != 5 || bytes.get(1) != 1 || bytes.get(2) != 15) {
            return "no KLL preamble of more than one value";
        }
        int minK = Short.toUnsignedInt(bytes.getShort(MIN_K_AT));
        if (Short.toUnsignedInt(bytes.getShort(K_AT)) != k || bytes.get(M_AT) != 8 || minK < 8 || minK > k) {
            return "another k than " + k;
        }
        int levels = bytes.get(LEVELS_AT);
        int valuesAt = STARTS_AT + levels * Integer.BYTES + 2 * Double.BYTES;
        if (levels < 1 || levels > MAX_LEVELS || bytes.limit() < valuesAt) {
            return levels + " levels";
        }
        int retained = (bytes.limit() - valuesAt) / Double.BYTES;
        return bytes.getLong(N_AT) == n && rows(bytes, levels, retained) == n
                ? valueFault(bytes, valuesAt, retained)
                : "another number of rows than " + n;
    }

    private static long rows(ByteBuffer bytes, int levels, int retained) {
        long end = bytes.getInt(STARTS_AT) + (long) retained;
        long rows = 0;
        for (int level = levels - 1; level >= 0; level--) {
            int start = bytes.getInt(STARTS_AT + level * Integer.BYTES);
            if (start < 0 || start > end || end - start > Long.MAX_VALUE >> (level + 1)) {
                return -1;
            }
            rows += (end - start) << level;
            end = start;
        }
        return rows;
    }

    private static String valueFault(ByteBuffer bytes, int valuesAt, int retained) {
        double min = bytes.getDouble(valuesAt - 2 * Double.BYTES);
        double max = bytes.getDouble(valuesAt - Double.BYTES);
        if (!Double.isFinite(min) || !Double.isFinite(max)) {
            return "the range " + min + " to " + max;
        }
        for (int i = 0; i < retained; i++) {
            double value = bytes.getDouble(valuesAt + i * Double.BYTES);
            if (!(value >= min && value <= max)) {
                return "the value " + value + " outside of its range";
            }
        }
        return "";
    }
}
