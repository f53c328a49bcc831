package io.tidemark.profile.decision;

import java.util.ArrayList;
import java.util.List;

/** Two well-known detectors in their textbook form, which learn the rate before the change themselves. */
final class RivalDetectors {
    private RivalDetectors() {}

    /** Page–Hinkley on the batches' rates (Gama et al., "A Survey on Concept Drift Adaptation", ACM Computing Surveys 2014). */
    static final class PageHinkley implements ErrorStream.Watch {
        private final double tolerance;
        private final double threshold;
        private long batches;
        private double mean;
        private double sum;
        private double smallest;

        PageHinkley(double tolerance, double threshold) {
            this.tolerance = tolerance;
            this.threshold = threshold;
        }

        @Override
        public boolean alarms(long rows, double errors) {
            double rate = errors / rows;
            batches++;
            mean += (rate - mean) / batches;
            sum += rate - mean - tolerance;
            smallest = Math.min(smallest, sum);
            return sum - smallest > threshold;
        }
    }

    /**
     * ADWIN with all cuts between batches looked at, for a rise only (Bifet and Gavaldà, "Learning from Time-Changing Data with Adaptive
     * Windowing", SDM 2007, with the bound for known variance of its section 4).
     */
    static final class Adwin implements ErrorStream.Watch {
        private final double delta;
        private final List<double[]> upTo = new ArrayList<>(List.of(new double[] {0, 0}));

        Adwin(double delta) {
            this.delta = delta;
        }

        @Override
        public boolean alarms(long rows, double errors) {
            double n = upTo.getLast()[0] + rows;
            double k = upTo.getLast()[1] + errors;
            upTo.add(new double[] {n, k});
            double variance = k / n * (1 - k / n);
            double log = Math.log(2 * Math.log(n) / delta);
            for (double[] old : upTo.subList(1, upTo.size() - 1)) {
                double rise = (k - old[1]) / (n - old[0]) - old[1] / old[0];
                double m = 1 / (1 / old[0] + 1 / (n - old[0]));
                if (rise > Math.sqrt(2 / m * variance * log) + 2 / (3 * m) * log) {
                    return true;
                }
            }
            return false;
        }
    }
}
