package io.tidemark.profile.decision;

import io.tidemark.profile.format.DocumentReader;
import io.tidemark.profile.format.DocumentWriter;

/**
 * What one bet has made so far. In logarithms, since the evidence of a million rows is no double.
 *
 * @param logSum of the sum over all batches of what a bet begun with that batch has made by now (Shiryaev–Roberts), which decides
 * @param logBest of the most that one of them has made (Page's CUSUM), which says since when
 * @param sinceMs start of the batch with which the best one began, milliseconds since the epoch
 * @param rows since then
 * @param errors among them, or the sum of their losses
 */
public record ErrorEvidence(double logSum, double logBest, long sinceMs, long rows, double errors) {
    static final ErrorEvidence NONE = new ErrorEvidence(Double.NEGATIVE_INFINITY, 0, 0, 0, 0);
    static final int FEWEST_BYTES = 4 * Long.BYTES + 1;

    /**
     * After a batch.
     *
     * @param logE logarithm of its e-value
     */
    ErrorEvidence advance(double logE, long startMs, long batchRows, double batchErrors) {
        double sum = logOnePlusExp(logSum) + logE;
        return logBest > 0
                ? new ErrorEvidence(sum, logBest + logE, sinceMs, rows + batchRows, errors + batchErrors)
                : new ErrorEvidence(sum, logE, startMs, batchRows, batchErrors);
    }

    /** Without overflow. */
    private static double logOnePlusExp(double x) {
        return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
    }

    void write(DocumentWriter out) {
        out.writeDouble(logSum)
                .writeDouble(logBest)
                .writeLong(sinceMs)
                .writeCount(rows)
                .writeDouble(errors);
    }

    static ErrorEvidence read(DocumentReader in) {
        double logSum = in.readDouble();
        if (Double.isNaN(logSum) || logSum == Double.POSITIVE_INFINITY) {
            throw in.fail("evidence is " + logSum + ", it has to be below infinity");
        }
        return new ErrorEvidence(logSum, in.readFinite(), in.readLong(), in.readCount(), in.readFinite());
    }
}
