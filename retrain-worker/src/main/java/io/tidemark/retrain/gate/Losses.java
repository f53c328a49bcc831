package io.tidemark.retrain.gate;

import io.tidemark.profile.performance.Metric;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Metrics of models on rows of the holdout, and how much worse one model's loss is than a multiple of the other's. */
final class Losses {
    private final Truths truths;

    Losses(Truths truths) {
        this.truths = truths;
    }

    /** Whether the answer to a row has what a metric takes. */
    boolean has(Metric metric, Answers answers, int row) {
        return switch (metric) {
            case ROC_AUC -> answers.isScored(row);
            case CALIBRATION_ERROR -> CalibrationError.has(truths, answers, row);
            default -> !Double.isNaN(RowLoss.of(metric, truths, answers, row));
        };
    }

    /** The metric of the rows, which all have what it takes; empty where it is not defined, as the area where one class alone occurs. */
    OptionalDouble metric(Metric metric, Answers answers, int[] rows) {
        if (rows.length == 0) {
            return OptionalDouble.empty();
        }
        return switch (metric) {
            case ROC_AUC -> area(answers, rows);
            case CALIBRATION_ERROR -> CalibrationError.of(truths, answers, rows);
            case ACCURACY -> OptionalDouble.of(1 - mean(metric, answers, rows));
            case RMSE -> OptionalDouble.of(Math.sqrt(mean(metric, answers, rows)));
            default -> OptionalDouble.of(mean(metric, answers, rows));
        };
    }

    /** What a metric lacks of the best there is: it itself, or 1 less it. */
    static double lossOf(Metric metric, double value) {
        return metric.better() == Metric.Better.HIGHER ? 1 - value : value;
    }

    private double mean(Metric metric, Answers answers, int[] rows) {
        return Arrays.stream(rows)
                .mapToDouble(row -> RowLoss.of(metric, truths, answers, row))
                .average()
                .orElse(Double.NaN);
    }

    private OptionalDouble area(Answers answers, int[] rows) {
        return Arrays.stream(ranked(rows))
                .mapToDouble(place -> RankScores.of(RankScores.column(answers, rows, place), isOf(place, rows))
                        .area())
                .average();
    }

    /**
     * The classes whose scores are ranked: of two the positive one; of more those with two rows of each kind, since of one row's rank nobody can tell how far it is off, and
     * with it in their mean nothing could be told of any. Only where none has two, those with one.
     */
    private int[] ranked(int[] rows) {
        if (!(truths instanceof Truths.OfClasses classes)) {
            throw new IllegalArgumentException("numbers have no ROC curve");
        }
        int[] counts = new int[classes.names().size()];
        for (int row : rows) {
            counts[classes.truth()[row]]++;
        }
        if (counts.length == 2) {
            int positive = classes.positivePlace();
            return counts[positive] > 0 && counts[positive] < rows.length ? new int[] {positive} : new int[0];
        }
        int[] several = withRowsOfBothKinds(counts, 2, rows.length);
        return several.length > 0 ? several : withRowsOfBothKinds(counts, 1, rows.length);
    }

    private static int[] withRowsOfBothKinds(int[] counts, int least, int rows) {
        return IntStream.range(0, counts.length)
                .filter(place -> counts[place] >= least && rows - counts[place] >= least)
                .toArray();
    }

    private boolean[] isOf(int place, int[] rows) {
        boolean[] is = new boolean[rows.length];
        for (int i = 0; i < is.length; i++) {
            is[i] = truths instanceof Truths.OfClasses classes && classes.truth()[rows[i]] == place;
        }
        return is;
    }

    /**
     * The challenger's loss less {@code factor} times the champion's, on rows that both answered. For the root mean squared error of the squares, with the
     * factor squared: its sign is that of the difference of roots.
     *
     * @return with an infinite standard error where rows are too few to tell
     */
    Estimate contrast(Metric metric, Answers challenger, Answers champion, double factor, int[] rows) {
        return metric == Metric.ROC_AUC
                ? ofAreas(challenger, champion, factor, rows)
                : ofMeans(metric, challenger, champion, metric == Metric.RMSE ? factor * factor : factor, rows);
    }

    /** Student's paired t-test. */
    private Estimate ofMeans(Metric metric, Answers challenger, Answers champion, double factor, int[] rows) {
        if (rows.length < 2) {
            return new Estimate(0, Double.POSITIVE_INFINITY, 1);
        }
        double[] differences = Arrays.stream(rows)
                .mapToDouble(row -> RowLoss.of(metric, truths, challenger, row)
                        - factor * RowLoss.of(metric, truths, champion, row))
                .toArray();
        double mean = Arrays.stream(differences).average().orElse(Double.NaN);
        double squares = Arrays.stream(differences)
                .map(difference -> (difference - mean) * (difference - mean))
                .sum();
        return new Estimate(mean, Math.sqrt(squares / (rows.length - 1) / rows.length), rows.length - 1.0);
    }

    /**
     * DeLong's test of correlated areas. Of several classes of their mean: what a row moves of each class's area adds up before it is squared, which for one
     * class is DeLong's variance exactly.
     */
    private Estimate ofAreas(Answers challenger, Answers champion, double factor, int[] rows) {
        int[] places = ranked(rows);
        double[] moved = new double[rows.length];
        double difference = 0;
        for (int place : places) {
            boolean[] yes = isOf(place, rows);
            RankScores of = RankScores.of(RankScores.column(challenger, rows, place), yes);
            RankScores than = RankScores.of(RankScores.column(champion, rows, place), yes);
            double lossDifference = (1 - of.area()) - factor * (1 - than.area());
            double yesRows = IntStream.range(0, yes.length).filter(i -> yes[i]).count();
            double noRows = rows.length - yesRows;
            if (yesRows < 2 || noRows < 2) {
                return new Estimate(0, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
            }
            for (int i = 0; i < rows.length; i++) {
                double component = (1 - of.components()[i]) - factor * (1 - than.components()[i]);
                double kind = yes[i] ? yesRows : noRows;
                moved[i] += (component - lossDifference) / Math.sqrt(kind * (kind - 1));
            }
            difference += lossDifference;
        }
        if (places.length == 0) {
            return new Estimate(0, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
        }
        double squares = Arrays.stream(moved).map(move -> move * move).sum();
        return new Estimate(difference / places.length, Math.sqrt(squares) / places.length, Double.POSITIVE_INFINITY);
    }
}
