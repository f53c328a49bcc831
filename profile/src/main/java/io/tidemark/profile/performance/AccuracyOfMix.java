package io.tidemark.profile.performance;

import io.tidemark.profile.stats.WilsonInterval;
import java.util.Map;
import java.util.Optional;

/**
 * The accuracy that a reference lets expect of a window by its mix of true classes alone: Σ w_y r_y, with w_y the share of class y among the window's
 * labels and r_y the share of that class that the reference has right.
 *
 * <p>A class with few rows in the reference has a rate that is hardly known, and weighs all the same where the window has many. So each r_y comes with
 * Wilson's interval l_y to u_y, and the sum reaches from Σ w_y r_y − √Σ w_y²(r_y − l_y)² to Σ w_y r_y + √Σ w_y²(u_y − r_y)² (Zou, Huang and Zhang, "A note
 * on confidence intervals for a linear function of binomial proportions", Computational Statistics and Data Analysis 53, 2009). Of a class that the
 * reference does not have, nothing is known: ½, from 0 to 1, to which Wilson's interval tends with fewer and fewer rows. The window's mix is taken as
 * it is, and the reference's rows as independent.
 *
 * @param value 0 to 1, as are the others
 * @param low of the 95 % interval
 * @param high of the 95 % interval
 */
public record AccuracyOfMix(double value, double low, double high) {
    private static final Rate UNKNOWN = new Rate(0.5, 0, 1);

    private record Rate(double value, double low, double high) {
        static Rate of(long right, long rows) {
            if (rows == 0) {
                return UNKNOWN;
            }
            WilsonInterval interval = WilsonInterval.of(right, rows);
            return new Rate((double) right / rows, interval.low(), interval.high());
        }
    }

    public AccuracyOfMix {
        if (!(low <= value && value <= high)) {
            throw new IllegalArgumentException("no interval: " + low + " to " + high + " around " + value);
        }
    }

    /** Empty where the window's classes are not known. */
    static Optional<AccuracyOfMix> of(PerformanceProfile window, PerformanceBaseline reference) {
        Map<String, Long> classes = window.trueClasses();
        double rows = classes.values().stream().mapToLong(Long::longValue).sum();
        if (rows == 0) {
            return Optional.empty();
        }
        Map<String, Long> known = reference.trueClasses();
        Map<String, Long> right = reference.rightByTrueClass();
        double sum = 0;
        double below = 0;
        double above = 0;
        for (Map.Entry<String, Long> ofClass : classes.entrySet()) {
            String name = ofClass.getKey();
            double share = ofClass.getValue() / rows;
            Rate rate = Rate.of(right.getOrDefault(name, 0L), known.getOrDefault(name, 0L));
            sum += share * rate.value();
            below += square(share * (rate.value() - rate.low()));
            above += square(share * (rate.high() - rate.value()));
        }
        return Optional.of(new AccuracyOfMix(sum, sum - Math.sqrt(below), sum + Math.sqrt(above)));
    }

    private static double square(double x) {
        return x * x;
    }

    /** How far the interval's farther end is from an accuracy. */
    double farthestFrom(double accuracy) {
        return Math.max(accuracy - low, high - accuracy);
    }

    /** How far the interval's nearer end is from an accuracy; 0 where the interval has it. */
    double nearestTo(double accuracy) {
        return Math.max(0, Math.max(low - accuracy, accuracy - high));
    }
}
