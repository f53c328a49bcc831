package io.tidemark.profile.decision;

import io.tidemark.profile.format.DocumentReader;
import io.tidemark.profile.format.DocumentType;
import io.tidemark.profile.format.DocumentWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Tells as soon as there is enough evidence that a model's error rate is above what is allowed, with false alarms no more often than
 * once in {@code batchesPerFalseAlarm} batches on average.
 *
 * <p>A Shiryaev–Roberts e-detector (Shin, Ramdas and Rinaldo, "E-detectors: a nonparametric framework for sequential change
 * detection", New England Journal of Statistics in Data Science 2024). An {@linkplain ErrorBets e-value} {@code E} of a batch has an
 * expectation of at most 1 while the error rate is allowed. {@code M ← (M + 1)·E} then grows by at most 1 a batch in expectation, so the
 * time at which the mean of {@code M} over the bets reaches {@code A} is {@code A} batches on average, or more. That holds for every
 * sequence of errors for which {@code E} is an e-value: nothing is asymptotic, and nothing is estimated.
 *
 * <p>Losses are taken like errors, and a batch's sum is all that is needed. On rows they are between 0 and 1: by the concavity of the logarithm a
 * loss of 0.3 gives no more evidence than 0.3 of an error does. On batches they are any numbers from 0 up, and the allowed rate is a mean
 * loss.
 *
 * <p>At 200 rows a batch, an allowed rate of 5 % and 500 batches per false alarm a rise by half is found after 5.9 batches on average, one to the
 * double after 2.4; {@code docs/statistics.md} has more, beside other methods.
 *
 * <p>Immutable; {@link #advance} is a pure function. It doesn't know batches that it has seen: the caller gives each once, in the
 * order of event time.
 *
 * @param allowedRate the highest error rate, or mean loss, that is no alarm, above 0; on rows below 1. That of a baseline is an estimate: what
 *     it may be off by belongs to the allowed
 * @param batchesPerFalseAlarm how many batches a false alarm may come in, on average; 1 or more
 * @param evidence of each bet, in the order of its stakes
 */
public record ErrorRateDetector(
        double allowedRate, double batchesPerFalseAlarm, ErrorBets bets, List<ErrorEvidence> evidence) {
    private static final DocumentType DOCUMENT = new DocumentType("TDER", 1);

    /**
     * The state after a batch.
     *
     * @param detector starts anew after an alarm
     */
    public record Step(ErrorRateDetector detector, Optional<Alarm> alarm) {}

    /**
     * The error rate is above what is allowed.
     *
     * @param sinceMs start of the first batch of the span that speaks most for it, milliseconds since the epoch
     * @param rows in that span
     * @param errors among them, or the sum of their losses
     */
    public record Alarm(long sinceMs, long rows, double errors) {
        public double rate() {
            return errors / rows;
        }
    }

    public ErrorRateDetector {
        if (!(allowedRate > 0 && allowedRate < bets.most())) {
            throw new IllegalArgumentException("an allowed error rate is above 0 and below " + bets.most() + ", not "
                    + allowedRate + "; take an upper bound of the baseline's");
        }
        if (!(batchesPerFalseAlarm >= 1 && Double.isFinite(batchesPerFalseAlarm))) {
            throw new IllegalArgumentException(
                    "a false alarm may come in 1 batch or more, not in " + batchesPerFalseAlarm);
        }
        if (evidence.size() != bets.size()) {
            throw new IllegalArgumentException(evidence.size() + " evidences for " + bets.size() + " bets");
        }
        evidence = List.copyOf(evidence);
    }

    /** For rows each of which, whatever came before it, is wrong with a probability of at most {@code allowedRate}. */
    public static ErrorRateDetector of(double allowedRate, double batchesPerFalseAlarm) {
        return fresh(allowedRate, batchesPerFalseAlarm, ErrorBets.ON_ROWS);
    }

    /** For batches whose rows may depend on each other, as long as the expected rate, or mean loss, of each is at most {@code allowedRate}. */
    public static ErrorRateDetector ofBatches(double allowedRate, double batchesPerFalseAlarm) {
        return fresh(allowedRate, batchesPerFalseAlarm, ErrorBets.ON_BATCHES);
    }

    private static ErrorRateDetector fresh(double allowedRate, double batchesPerFalseAlarm, ErrorBets bets) {
        return new ErrorRateDetector(
                allowedRate, batchesPerFalseAlarm, bets, Collections.nCopies(bets.size(), ErrorEvidence.NONE));
    }

    /**
     * The state after one more batch. One without rows changes nothing.
     *
     * @param startMs when the batch begins, milliseconds since the epoch
     * @param rows those whose truth is known
     * @param errors how many of them were wrong, or the sum of their losses
     * @throws IllegalArgumentException if {@code errors} is negative, more than {@code rows} on rows, or no number
     */
    public Step advance(long startMs, long rows, double errors) {
        if (!(errors >= 0 && errors / bets.most() <= rows)) {
            throw new IllegalArgumentException("the errors of " + rows + " rows are between 0 and " + bets.most()
                    + " each, and can't sum up to " + errors);
        }
        if (rows == 0) {
            return new Step(this, Optional.empty());
        }
        List<ErrorEvidence> next = new ArrayList<>(bets.size());
        for (int bet = 0; bet < bets.size(); bet++) {
            double logE = bets.logEValue(bet, allowedRate, rows, errors);
            next.add(evidence.get(bet).advance(logE, startMs, rows, errors));
        }
        ErrorRateDetector advanced = new ErrorRateDetector(allowedRate, batchesPerFalseAlarm, bets, next);
        return advanced.logEvidence() < Math.log(batchesPerFalseAlarm)
                ? new Step(advanced, Optional.empty())
                : new Step(fresh(allowedRate, batchesPerFalseAlarm, bets), Optional.of(advanced.alarm()));
    }

    /** Logarithm of the mean evidence over the bets; an alarm at the logarithm of {@code batchesPerFalseAlarm}. */
    public double logEvidence() {
        double largest =
                evidence.stream().mapToDouble(ErrorEvidence::logSum).max().orElseThrow();
        if (largest == Double.NEGATIVE_INFINITY) {
            return largest;
        }
        double scaled = evidence.stream()
                .mapToDouble(each -> Math.exp(each.logSum() - largest))
                .average()
                .orElseThrow();
        return largest + Math.log(scaled);
    }

    private Alarm alarm() {
        ErrorEvidence best = Collections.max(evidence, Comparator.comparingDouble(ErrorEvidence::logBest));
        return new Alarm(best.sinceMs(), best.rows(), best.errors());
    }

    public byte[] toBytes() {
        DocumentWriter out = new DocumentWriter(DOCUMENT)
                .writeDouble(allowedRate)
                .writeDouble(batchesPerFalseAlarm)
                .writeEnum(bets)
                .writeCount(evidence.size());
        evidence.forEach(each -> each.write(out));
        return out.toBytes();
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws io.tidemark.profile.format.ProfileFormatException if the bytes are none of those
     */
    public static ErrorRateDetector fromBytes(byte[] bytes) {
        DocumentReader in = new DocumentReader(bytes, DOCUMENT);
        double allowedRate = in.readFinite();
        double batchesPerFalseAlarm = in.readFinite();
        ErrorBets bets = in.readEnum(ErrorBets.class);
        int size = in.readLength(ErrorEvidence.FEWEST_BYTES);
        List<ErrorEvidence> evidence = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            evidence.add(ErrorEvidence.read(in));
        }
        in.expectEnd();
        try {
            return new ErrorRateDetector(allowedRate, batchesPerFalseAlarm, bets, evidence);
        } catch (IllegalArgumentException e) {
            throw in.fail(String.valueOf(e.getMessage()));
        }
    }
}
