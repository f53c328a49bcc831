package io.tidemark.retrain.data;

import java.time.Duration;

/**
 * What one reading of examples may take.
 *
 * @param rows examples that a worker holds at most; of more, the newest
 * @param bytes of heap that they may take, as {@link ExampleRows} estimates them
 * @param patience how long the broker may give nothing at all before the reading fails
 */
public record ReadLimits(int rows, long bytes, Duration patience) {
    public ReadLimits {
        if (rows < 1 || bytes < 1 || patience.isNegative() || patience.isZero()) {
            throw new IllegalArgumentException(
                    "limits of " + rows + " rows, " + bytes + " bytes and " + patience + " have to be more than 0");
        }
    }
}
