package io.tidemark.profile.performance;

import io.tidemark.profile.format.DocumentReader;
import io.tidemark.profile.format.DocumentWriter;
import io.tidemark.profile.stats.DyadicNumber;
import io.tidemark.profile.stats.ExactSum;
import io.tidemark.profile.stats.WilsonInterval;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * How far predicted numbers are from true ones: sums of powers of the error e = predicted − true and of the truth t, without rounding but
 * that of e, of e⁴ and of |e/t|. So errors that are small beside the truth, and truths that differ little beside their size, are as exact as
 * others.
 *
 * <p>Rows with a number beyond 1e75 count as labelled and are not summed, since their powers are beyond the doubles.
 */
final class NumberErrors {
    private long rows;
    private final Map<Power, ExactSum> sums = new EnumMap<>(Power.class);
    /** |e/t| where t is not 0. */
    private ExactMoments shares = new ExactMoments();

    /** What is summed. */
    private enum Power {
        E,
        ABSOLUTE_E,
        E2,
        E4,
        T,
        T2,
        T3,
        T4,
        E2T,
        E2T2
    }

    void add(double predicted, double truth) {
        double share = Math.abs((predicted - truth) / truth);
        if (isSummed(predicted, truth)) {
            rows++;
            sum(predicted - truth, truth, ExactSum::add);
            if (truth != 0 && ExactMoments.takes(share)) {
                shares.add(share);
            }
        }
    }

    /** Takes a row away that was added. */
    void subtract(double predicted, double truth) {
        double share = Math.abs((predicted - truth) / truth);
        if (isSummed(predicted, truth)) {
            rows--;
            sum(predicted - truth, truth, ExactSum::subtract);
            if (truth != 0 && ExactMoments.takes(share)) {
                shares.subtract(share);
            }
        }
    }

    private static boolean isSummed(double predicted, double truth) {
        return ExactMoments.takes(predicted) && ExactMoments.takes(truth);
    }

    private void sum(double error, double truth, BiConsumer<ExactSum, Double> how) {
        sum(Power.E, how, error);
        sum(Power.ABSOLUTE_E, how, Math.abs(error));
        sum(Power.T, how, truth);
        sum(Power.E4, how, error * error * (error * error));
        double[] error2 = times(error, error);
        double[] truth2 = times(truth, truth);
        double[] truth3 = times(truth, truth2);
        double[] mixed = times(truth, error2);
        sum(Power.E2, how, error2);
        sum(Power.T2, how, truth2);
        sum(Power.T3, how, truth3);
        sum(Power.T4, how, times(truth, truth3));
        sum(Power.E2T, how, mixed);
        sum(Power.E2T2, how, times(truth, mixed));
    }

    private void sum(Power power, BiConsumer<ExactSum, Double> how, double... parts) {
        ExactSum sum = of(power);
        for (double part : parts) {
            how.accept(sum, part);
        }
    }

    private ExactSum of(Power power) {
        return sums.computeIfAbsent(power, _ -> new ExactSum());
    }

    /** The exact product as a sum of doubles: of each product and of what rounding took from it. */
    private static double[] times(double factor, double... parts) {
        double[] product = new double[2 * parts.length];
        for (int i = 0; i < parts.length; i++) {
            product[2 * i] = factor * parts[i];
            product[2 * i + 1] = Math.fma(factor, parts[i], -product[2 * i]);
        }
        return product;
    }

    void merge(NumberErrors other) {
        rows += other.rows;
        other.sums.forEach((power, sum) -> of(power).merge(sum));
        shares.merge(other.shares);
    }

    NumberErrors copy() {
        NumberErrors copy = new NumberErrors();
        copy.merge(this);
        return copy;
    }

    /** The truths themselves, where there are two or more. */
    Optional<TrueNumbers> truths() {
        if (rows < 2) {
            return Optional.empty();
        }
        DyadicNumber scatter = exact(Power.T2).times(rows).minus(exact(Power.T).squared());
        return Optional.of(
                new TrueNumbers(rows, of(Power.T).value() / rows, Math.max(0, scatter.toDouble()) / rows / (rows - 1)));
    }

    Map<Metric, MetricValue> metrics() {
        Map<Metric, MetricValue> metrics = new EnumMap<>(Metric.class);
        if (rows < 2) {
            return metrics;
        }
        put(Metric.MAE, ofMean(Power.ABSOLUTE_E, false), metrics);
        put(Metric.BIAS, ofMean(Power.E, true), metrics);
        put(Metric.RMSE, rootMeanSquare(), metrics);
        put(Metric.MAPE, Intervals.ofMean(shares), metrics);
        put(Metric.R_SQUARED, explained(), metrics);
        return metrics;
    }

    private static void put(Metric metric, Optional<MetricValue> value, Map<Metric, MetricValue> metrics) {
        value.ifPresent(found -> metrics.put(metric, found));
    }

    private DyadicNumber exact(Power power) {
        return of(power).exact();
    }

    private Optional<MetricValue> ofMean(Power power, boolean signed) {
        double scatter =
                exact(Power.E2).times(rows).minus(exact(power).squared()).toDouble();
        return Intervals.ofMean(of(power).value() / rows, Math.max(0, scatter) / rows / (rows - 1), rows, signed);
    }

    /** By the delta method: the standard error of the mean square over twice its root. */
    private Optional<MetricValue> rootMeanSquare() {
        double meanSquare = of(Power.E2).value() / rows;
        double scatter =
                exact(Power.E4).times(rows).minus(exact(Power.E2).squared()).toDouble();
        double ofMeanSquare = Math.sqrt(Math.max(0, scatter) / rows / (rows - 1) / rows);
        double root = Math.sqrt(meanSquare);
        return Intervals.ofError(root, root == 0 ? 0 : ofMeanSquare / (2 * root), rows, 0);
    }

    /**
     * R² = 1 − Σe²/Σ(t − mean t)². By the delta method, from the influence of a row, −(e² − m)/v + m((t − mean t)² − v)/v² with m the mean
     * of e² and v the variance of t.
     */
    private Optional<MetricValue> explained() {
        DyadicNumber n = DyadicNumber.of(rows);
        DyadicNumber t = exact(Power.T);
        DyadicNumber t2 = exact(Power.T2);
        DyadicNumber e2 = exact(Power.E2);
        DyadicNumber scatter = t2.times(n).minus(t.squared());
        if (scatter.units().signum() <= 0) {
            return Optional.empty();
        }
        // n times the sum of (t − mean)², n² times that of e²(t − mean)², n³ times that of (t − mean)⁴.
        double v = scatter.toDouble() / rows / rows;
        double m = e2.toDouble() / rows;
        double e2v = exact(Power.E2T2)
                        .times(n.squared())
                        .minus(exact(Power.E2T).times(t).times(n).times(2))
                        .plus(t.squared().times(e2))
                        .toDouble()
                / rows
                / rows
                / rows;
        double v2 = exact(Power.T4)
                        .times(n.squared().times(n))
                        .minus(exact(Power.T3).times(t).times(n.squared()).times(4))
                        .plus(t2.times(t.squared()).times(n).times(6))
                        .minus(t.squared().squared().times(3))
                        .toDouble()
                / rows
                / rows
                / rows
                / rows;
        double ratio = m / v;
        double variance =
                (exact(Power.E4).toDouble() / rows - m * m + ratio * ratio * (v2 - v * v) - 2 * ratio * (e2v - m * v))
                        / (v * v);
        double error = Math.sqrt(Math.max(0, variance) / rows);
        double value = 1 - ratio;
        double half = WilsonInterval.Z * error;
        return Intervals.ofBounds(value, error, value - half, Math.min(1, value + half), rows);
    }

    void writeTo(DocumentWriter out) {
        out.writeCount(rows);
        if (rows > 0) {
            for (Power power : Power.values()) {
                out.writeBytes(of(power).toBytes());
            }
            shares.writeTo(out);
        }
    }

    static NumberErrors readFrom(DocumentReader in) {
        NumberErrors read = new NumberErrors();
        read.rows = in.readCount();
        if (read.rows > 0) {
            for (Power power : Power.values()) {
                read.sums.put(power, ExactMoments.readSum(in));
            }
            read.shares = ExactMoments.readFrom(in);
        }
        return read;
    }
}
