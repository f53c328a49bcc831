package io.tidemark.profile.decision;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/** Made-up batches of rows with errors, and how long it takes until a watch gives an alarm on them. */
final class ErrorStream {
    static final int BATCHES_BEFORE = 200;

    private ErrorStream() {}

    /** Any method that looks at one batch after another. */
    interface Watch {
        /** Whether it gives an alarm with this batch. */
        boolean alarms(long rows, double errors);
    }

    /** Number of errors of the next batch. */
    interface Errors {
        double next(SplittableRandom random);
    }

    /** Rows that are wrong independently of each other. */
    static Errors independent(int rows, double rate) {
        double[] cumulative = new double[rows + 1];
        BinomialDistribution binomial = BinomialDistribution.of(rows, rate);
        for (int k = 0; k <= rows; k++) {
            cumulative[k] = binomial.cumulativeProbability(k);
        }
        return random -> {
            int found = Arrays.binarySearch(cumulative, random.nextDouble());
            return Math.min(rows, found < 0 ? -found - 1 : found);
        };
    }

    /** Errors that come together: in this share of the batches, and none in the others. */
    static Errors clustered(int rows, double rate, double shareOfBatches) {
        Errors bad = independent(rows, rate / shareOfBatches);
        return random -> random.nextDouble() < shareOfBatches ? bad.next(random) : 0;
    }

    /** Absolute errors, distributed exponentially. */
    static Errors exponential(int rows, double mean) {
        return random -> IntStream.range(0, rows)
                .mapToDouble(_ -> -mean * Math.log1p(-random.nextDouble()))
                .sum();
    }

    /** Absolute errors with a mean of 1 and no variance: Pareto's distribution of the second kind with a shape of 1.5. */
    static Errors heavyTailed(int rows) {
        return random -> IntStream.range(0, rows)
                .mapToDouble(_ -> 0.5 * (Math.pow(1 - random.nextDouble(), -1 / 1.5) - 1))
                .sum();
    }

    /** Batches until the first alarm, {@code most} where none comes before. */
    static int batchesUntilAlarm(Watch watch, Errors errors, int rows, int most, SplittableRandom random) {
        for (int batch = 1; batch < most; batch++) {
            if (watch.alarms(rows, errors.next(random))) {
                return batch;
            }
        }
        return most;
    }

    /** Mean number of batches until the first alarm; of runs that are cut off, less than it would be. */
    static RunLength averageRunLength(Supplier<Watch> watches, Errors errors, int rows, int most, int runs) {
        SplittableRandom random = new SplittableRandom(1);
        double sum = 0;
        double squares = 0;
        for (int run = 0; run < runs; run++) {
            double batches = batchesUntilAlarm(watches.get(), errors, rows, most, random);
            sum += batches;
            squares += batches * batches;
        }
        double mean = sum / runs;
        return new RunLength(mean, Math.sqrt((squares / runs - mean * mean) / runs));
    }

    /** Batches until an alarm, on average, and how much that may be off. */
    record RunLength(double mean, double standardError) {}

    /** Batches from the change to the alarm, on average over the runs without a false alarm in the batches before. */
    static double averageDelay(Supplier<Watch> watches, Errors before, Errors after, int rows, int runs) {
        SplittableRandom random = new SplittableRandom(2);
        long sum = 0;
        int counted = 0;
        for (int run = 0; run < runs; run++) {
            Watch watch = watches.get();
            if (batchesUntilAlarm(watch, before, rows, BATCHES_BEFORE + 1, random) > BATCHES_BEFORE) {
                sum += batchesUntilAlarm(watch, after, rows, Integer.MAX_VALUE, random);
                counted++;
            }
        }
        return (double) sum / counted;
    }

    /** The detector as a watch. */
    static Watch watch(ErrorRateDetector detector) {
        return new Watch() {
            private ErrorRateDetector state = detector;

            @Override
            public boolean alarms(long rows, double errors) {
                ErrorRateDetector.Step step = state.advance(0, rows, errors);
                state = step.detector();
                return step.alarm().isPresent();
            }
        };
    }
}
