package io.tidemark.profile.performance;

import io.tidemark.profile.format.DocumentReader;
import io.tidemark.profile.format.DocumentWriter;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What scores add up to: how they rank, by class, and how far they are from the truth.
 *
 * <p>Of more than {@value #MOST_CLASSES} classes with scores, the first in the order of their names are ranked. Scores that are NaN or infinite count
 * as not there. Where any score of a prediction is outside of 0 to 1, scores are no probabilities and only ranked.
 */
final class ClassScores {
    static final int MOST_CLASSES = 20;

    /** The least that a probability counts as, the distance from 1 to the next double: as in scikit-learn. */
    static final double LEAST_PROBABILITY = Math.ulp(1.0);

    private final TreeMap<String, ScoreHistogram> byClass = new TreeMap<>();
    /** Of the score of the answer, where not one class alone has a score: yes is that the answer is right. */
    private ScoreHistogram ofAnswers = new ScoreHistogram();

    /** Predictions with a score outside of 0 to 1. */
    private long outside;

    private ExactMoments logLoss = new ExactMoments();
    private ExactMoments brier = new ExactMoments();
    private ReliabilityBins reliability = new ReliabilityBins();

    void predicted(Answer.OfClass answer) {
        boolean anyOutside = false;
        for (Map.Entry<String, Double> entry : answer.scores().entrySet()) {
            double score = entry.getValue();
            ScoreHistogram scores = Double.isFinite(score) ? histogramOf(entry.getKey()) : null;
            if (scores != null) {
                scores.predicted(score, entry.getKey().equals(answer.label()));
            }
            anyOutside |= isOutside(score);
        }
        OptionalDouble ofAnswer = scoreOfAnswer(answer);
        if (ofAnswer.isPresent()) {
            ofAnswers.predicted(ofAnswer.getAsDouble(), true);
            anyOutside |= isOutside(ofAnswer.getAsDouble());
        }
        outside += anyOutside ? 1 : 0;
    }

    private static boolean isOutside(double score) {
        return Double.isFinite(score) && !isProbability(score);
    }

    private static boolean isProbability(double score) {
        return score >= 0 && score <= 1;
    }

    /** Null for a class that is not ranked. Which are follows from which there are: one that is once too many stays so. */
    private @Nullable ScoreHistogram histogramOf(String name) {
        ScoreHistogram found = byClass.get(name);
        if (found == null && (byClass.size() < MOST_CLASSES || name.compareTo(byClass.lastKey()) < 0)) {
            found = new ScoreHistogram();
            byClass.put(name, found);
            if (byClass.size() > MOST_CLASSES) {
                byClass.pollLastEntry();
            }
        }
        return found;
    }

    private static boolean namesOneClass(Answer.OfClass answer) {
        return answer.scores().size() == 1;
    }

    /** The score of the answer itself, where it is not of one class alone. */
    private static OptionalDouble scoreOfAnswer(Answer.OfClass answer) {
        if (namesOneClass(answer)) {
            return OptionalDouble.empty();
        }
        Double score = answer.scores().get(answer.label());
        if (score != null && Double.isFinite(score)) {
            return OptionalDouble.of(score);
        }
        OptionalDouble confidence = answer.confidence();
        return Double.isFinite(confidence.orElse(Double.NaN)) ? confidence : OptionalDouble.empty();
    }

    void labelled(Answer.OfClass answer, String truth) {
        for (Map.Entry<String, Double> entry : answer.scores().entrySet()) {
            double score = entry.getValue();
            ScoreHistogram scores = Double.isFinite(score) ? histogramOf(entry.getKey()) : null;
            if (scores != null) {
                scores.labelled(score, entry.getKey().equals(truth));
            }
        }
        boolean right = answer.label().equals(truth);
        scoreOfAnswer(answer).ifPresent(score -> ofAnswers.labelled(score, right));
        lossOf(answer, truth).ifPresent(logLoss::add);
        squareOf(answer, truth).ifPresent(brier::add);
        promiseOf(answer).ifPresent(score -> reliability.add(score, isKept(answer, truth)));
    }

    /** Takes a label away that was added. */
    void unlabelled(Answer.OfClass answer, String truth) {
        for (Map.Entry<String, Double> entry : answer.scores().entrySet()) {
            double score = entry.getValue();
            ScoreHistogram scores = Double.isFinite(score) ? histogramOf(entry.getKey()) : null;
            if (scores != null) {
                scores.unlabelled(score, entry.getKey().equals(truth));
            }
        }
        boolean right = answer.label().equals(truth);
        scoreOfAnswer(answer).ifPresent(score -> ofAnswers.unlabelled(score, right));
        lossOf(answer, truth).ifPresent(logLoss::subtract);
        squareOf(answer, truth).ifPresent(brier::subtract);
        promiseOf(answer).ifPresent(score -> reliability.subtract(score, isKept(answer, truth)));
    }

    /** −ln of the score of the true class. Where one class alone has a score, another class has the rest. */
    private static OptionalDouble lossOf(Answer.OfClass answer, String truth) {
        Double ofTruth = answer.scores().get(truth);
        if (ofTruth == null && namesOneClass(answer)) {
            ofTruth = 1 - answer.scores().values().iterator().next();
        }
        return ofTruth != null && isProbability(ofTruth)
                ? OptionalDouble.of(0.0 - StrictMath.log(Math.max(LEAST_PROBABILITY, ofTruth)))
                : OptionalDouble.empty();
    }

    /** The sum over the named classes of (score − truth)², truth being 1 or 0. Sorted before it is summed: maps have no order. */
    private static OptionalDouble squareOf(Answer.OfClass answer, String truth) {
        double[] squares = new double[answer.scores().size()];
        int at = 0;
        for (Map.Entry<String, Double> entry : answer.scores().entrySet()) {
            double score = entry.getValue();
            if (!isProbability(score)) {
                return OptionalDouble.empty();
            }
            double distance = score - (entry.getKey().equals(truth) ? 1 : 0);
            squares[at++] = distance * distance;
        }
        if (at == 0) {
            return OptionalDouble.empty();
        }
        Arrays.sort(squares);
        double sum = 0;
        for (double square : squares) {
            sum += square;
        }
        return OptionalDouble.of(sum);
    }

    /** The score that is held against what came of it: of the class, where one alone has a score, else of the answer. */
    private static OptionalDouble promiseOf(Answer.OfClass answer) {
        double score = namesOneClass(answer)
                ? answer.scores().values().iterator().next()
                : scoreOfAnswer(answer).orElse(Double.NaN);
        return isProbability(score) ? OptionalDouble.of(score) : OptionalDouble.empty();
    }

    private static boolean isKept(Answer.OfClass answer, String truth) {
        return namesOneClass(answer)
                ? answer.scores().containsKey(truth)
                : answer.label().equals(truth);
    }

    void merge(ClassScores other) {
        other.byClass.forEach((name, scores) -> {
            ScoreHistogram own = histogramOf(name);
            if (own != null) {
                own.merge(scores);
            }
        });
        ofAnswers.merge(other.ofAnswers);
        outside += other.outside;
        logLoss.merge(other.logLoss);
        brier.merge(other.brier);
        reliability.merge(other.reliability);
    }

    ClassScores copy() {
        ClassScores copy = new ClassScores();
        byClass.forEach((name, scores) -> copy.byClass.put(name, scores.copy()));
        copy.ofAnswers = ofAnswers.copy();
        copy.outside = outside;
        copy.logLoss = logLoss.copy();
        copy.brier = brier.copy();
        copy.reliability = reliability.copy();
        return copy;
    }

    /** The class that precision, recall and F1 are of: the only one that has scores. */
    Optional<String> positive() {
        return byClass.size() == 1 ? Optional.of(byClass.firstKey()) : Optional.empty();
    }

    /** What is calibrated: scores of the one class that has any, else those of answers. */
    ScoreHistogram calibrated() {
        return byClass.size() == 1 ? byClass.firstEntry().getValue() : ofAnswers;
    }

    /** Whether all scores are between 0 and 1. */
    boolean areProbabilities() {
        return outside == 0;
    }

    OptionalDouble calibrationNoiseFloor() {
        return areProbabilities() && reliability.rows() > 0
                ? OptionalDouble.of(reliability.noiseFloor())
                : OptionalDouble.empty();
    }

    Map<Metric, MetricValue> metrics() {
        Map<Metric, MetricValue> metrics = new EnumMap<>(Metric.class);
        areaOverClasses().ifPresent(area -> metrics.put(Metric.ROC_AUC, area));
        if (areProbabilities()) {
            Intervals.ofMean(logLoss).ifPresent(loss -> metrics.put(Metric.LOG_LOSS, loss));
            Intervals.ofMean(brier).ifPresent(score -> metrics.put(Metric.BRIER, score));
            reliability.error().ifPresent(error -> metrics.put(Metric.CALIBRATION_ERROR, error));
        }
        return metrics;
    }

    /**
     * The mean over the classes that have rows of both kinds. The areas of classes depend on each other in a way that is not kept, so the
     * standard error of their mean is taken to be the mean of theirs, which it can't exceed.
     */
    private Optional<MetricValue> areaOverClasses() {
        double area = 0;
        double error = 0;
        long rows = 0;
        long fewest = Long.MAX_VALUE;
        int classes = 0;
        for (ScoreHistogram scores : byClass.values()) {
            Optional<RocAuc> found = RocAuc.of(scores);
            if (found.isPresent()) {
                RocAuc auc = found.get();
                area += auc.area();
                error += auc.standardError();
                rows = Math.max(rows, auc.yes() + auc.no());
                fewest = Math.min(fewest, auc.fewest());
                classes++;
            }
        }
        return classes == 0
                ? Optional.empty()
                : Intervals.ofLogit(area / classes, fewest > 1 ? error / classes : 0, rows, fewest);
    }

    void writeTo(DocumentWriter out) {
        out.writeCount(byClass.size());
        byClass.forEach((name, scores) -> scores.writeTo(out.writeText(name)));
        ofAnswers.writeTo(out);
        out.writeCount(outside);
        logLoss.writeTo(out);
        brier.writeTo(out);
        reliability.writeTo(out);
    }

    static ClassScores readFrom(DocumentReader in) {
        ClassScores read = new ClassScores();
        int classes = in.readCount(MOST_CLASSES);
        for (int i = 0; i < classes; i++) {
            String name = in.readText();
            if (i > 0 && name.compareTo(read.byClass.lastKey()) <= 0) {
                throw in.fail("the classes with scores don't ascend");
            }
            read.byClass.put(name, ScoreHistogram.readFrom(in));
        }
        read.ofAnswers = ScoreHistogram.readFrom(in);
        read.outside = in.readCount();
        read.logLoss = ExactMoments.readFrom(in);
        read.brier = ExactMoments.readFrom(in);
        read.reliability = ReliabilityBins.readFrom(in);
        return read;
    }
}
