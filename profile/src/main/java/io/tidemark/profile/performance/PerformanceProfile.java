package io.tidemark.profile.performance;

import io.tidemark.profile.format.DocumentReader;
import io.tidemark.profile.format.DocumentType;
import io.tidemark.profile.format.DocumentWriter;
import io.tidemark.profile.format.ProfileFormatException;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the predictions of a window and the truth that came later add up to.
 *
 * <p>It follows from the set of rows alone: the same rows give the same metrics and the same bytes in whatever order they came, however
 * they were split and merged, and whether a label was right at once or corrected later. Hence counts, {@linkplain
 * io.tidemark.profile.stats.ExactSum exact sums} and histograms whose bins follow from the scores alone; nothing is sampled. The one exception is
 * where labels that were corrected later made more than 20,000 pairs of true and predicted class.
 *
 * <p>Every row is first {@linkplain #predicted predicted}, then possibly {@linkplain #labelled labelled}, then possibly {@linkplain #corrected
 * corrected}, always with the same answer. Not for several threads.
 */
public final class PerformanceProfile {
    private static final DocumentType DOCUMENT = new DocumentType("TDPP", 1);
    private static final int MOST_NAMED = 100;

    private long predictions;
    private long labelledNumbers;
    private final ClassCounts classes;
    private final ClassScores scores;
    private final NumberErrors errors;
    private final LatencyHistogram latencies;

    public PerformanceProfile() {
        this(new ClassCounts(), new ClassScores(), new NumberErrors(), new LatencyHistogram());
    }

    private PerformanceProfile(
            ClassCounts classes, ClassScores scores, NumberErrors errors, LatencyHistogram latencies) {
        this.classes = classes;
        this.scores = scores;
        this.errors = errors;
        this.latencies = latencies;
    }

    /** Whether a label can be that of an answer: a class of a class, a finite number of a finite number. */
    public static boolean fits(Answer answer, Truth truth) {
        return switch (answer) {
            case Answer.OfClass _ -> truth instanceof Truth.OfClass;
            case Answer.OfNumber number ->
                Double.isFinite(number.value())
                        && truth instanceof Truth.OfNumber(double value)
                        && Double.isFinite(value);
        };
    }

    /**
     * Adds a prediction.
     *
     * @param latencyMicros how long it took; a negative time counts as none
     */
    public void predicted(Answer answer, OptionalLong latencyMicros) {
        predictions++;
        if (answer instanceof Answer.OfClass ofClass) {
            scores.predicted(named(ofClass));
        }
        if (latencyMicros.isPresent() && latencyMicros.getAsLong() >= 0) {
            latencies.add(latencyMicros.getAsLong());
        }
    }

    /**
     * Adds the label of a prediction.
     *
     * @throws IllegalArgumentException if it does not {@linkplain #fits fit}
     */
    public void labelled(Answer answer, Truth truth) {
        requireFit(answer, truth);
        if (answer instanceof Answer.OfClass ofClass && truth instanceof Truth.OfClass(String label)) {
            Answer.OfClass named = named(ofClass);
            String name = ClassNames.of(label);
            classes.add(name, named.label());
            scores.labelled(named, name);
        } else if (answer instanceof Answer.OfNumber(double value)
                && truth instanceof Truth.OfNumber(double trueValue)) {
            labelledNumbers++;
            errors.add(value, trueValue);
        }
    }

    /**
     * Puts a label in place of the one that was added before.
     *
     * @throws IllegalArgumentException if one of them does not fit, or there is no row with such an answer and the label {@code from}
     */
    public void corrected(Answer answer, Truth from, Truth to) {
        requireFit(answer, from);
        requireFit(answer, to);
        unlabelled(answer, from);
        labelled(answer, to);
    }

    private void unlabelled(Answer answer, Truth truth) {
        if (answer instanceof Answer.OfClass ofClass && truth instanceof Truth.OfClass(String label)) {
            Answer.OfClass named = named(ofClass);
            String name = ClassNames.of(label);
            classes.subtract(name, named.label());
            scores.unlabelled(named, name);
        } else if (answer instanceof Answer.OfNumber(double value)
                && truth instanceof Truth.OfNumber(double trueValue)) {
            if (labelledNumbers == 0) {
                throw new IllegalArgumentException("no number has been labelled that could be corrected");
            }
            labelledNumbers--;
            errors.subtract(value, trueValue);
        }
    }

    private static void requireFit(Answer answer, Truth truth) {
        if (!fits(answer, truth)) {
            throw new IllegalArgumentException("the label " + truth + " is none of the answer " + answer
                    + ": a class has a class as its label, a finite number a finite number");
        }
    }

    private static Answer.OfClass named(Answer.OfClass answer) {
        String label = ClassNames.of(answer.label());
        Map<String, Double> scores = ClassNames.of(answer.scores());
        boolean same = label.equals(answer.label()) && scores.equals(answer.scores());
        return same ? answer : new Answer.OfClass(label, scores, answer.confidence());
    }

    /** Adds all that {@code other} has, which stays as it is. */
    public void merge(PerformanceProfile other) {
        PerformanceProfile added = other == this ? other.copy() : other;
        predictions += added.predictions;
        labelledNumbers += added.labelledNumbers;
        classes.merge(added.classes);
        scores.merge(added.scores);
        errors.merge(added.errors);
        latencies.merge(added.latencies);
    }

    public PerformanceProfile copy() {
        PerformanceProfile copy =
                new PerformanceProfile(classes.copy(), scores.copy(), errors.copy(), latencies.copy());
        copy.predictions = predictions;
        copy.labelledNumbers = labelledNumbers;
        return copy;
    }

    public long predictions() {
        return predictions;
    }

    /** Predictions that have a label. */
    public long labelled() {
        return classes.rows() + labelledNumbers;
    }

    /** All metrics that are defined for these rows, in the order of {@link Metric}. */
    public Map<Metric, MetricValue> metrics() {
        Map<Metric, MetricValue> metrics = new EnumMap<>(Metric.class);
        metrics.putAll(ClassMetrics.of(classes, scores.positive()));
        metrics.putAll(scores.metrics());
        metrics.putAll(errors.metrics());
        return Collections.unmodifiableMap(metrics);
    }

    /** What the calibration error of perfectly calibrated scores would be at these numbers of rows; empty where there is none. */
    public OptionalDouble calibrationNoiseFloor() {
        return scores.calibrationNoiseFloor();
    }

    /** The class that precision, recall and F1 are of: the only one that has scores. */
    public Optional<String> positiveClass() {
        return scores.positive();
    }

    /**
     * True class → predicted class → rows, in the order of names. Of more than {@value #MOST_NAMED} classes those with most rows are named, and the
     * others together are {@code (other)}; so are all of them where there are more than 20,000 pairs.
     */
    public Map<String, Map<String, Long>> confusion() {
        Map<String, Map<String, Long>> byTruth = classes.byTruth();
        if (byTruth.isEmpty()) {
            return classes.rows() == 0 ? Map.of() : Map.of(ClassNames.OTHER, Map.of(ClassNames.OTHER, classes.rows()));
        }
        Set<String> named = named(byTruth);
        Map<String, Map<String, Long>> confusion = new TreeMap<>();
        byTruth.forEach((truth, answers) -> answers.forEach((predicted, rows) -> confusion
                .computeIfAbsent(named.contains(truth) ? truth : ClassNames.OTHER, _ -> new TreeMap<>())
                .merge(named.contains(predicted) ? predicted : ClassNames.OTHER, rows, Long::sum)));
        return confusion;
    }

    private static Set<String> named(Map<String, Map<String, Long>> byTruth) {
        Map<String, Long> rows = new TreeMap<>();
        byTruth.forEach((truth, answers) -> answers.forEach(
                (predicted, count) -> Stream.of(truth, predicted).forEach(name -> rows.merge(name, count, Long::sum))));
        List<String> largest = rows.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
                .limit(MOST_NAMED)
                .map(Map.Entry::getKey)
                .toList();
        return largest.stream().collect(Collectors.toUnmodifiableSet());
    }

    /** True class → rows, in the order of names; empty where there are more than 20,000 pairs of true and predicted class. */
    public Map<String, Long> trueClasses() {
        Map<String, Long> rows = new TreeMap<>();
        classes.byTruth()
                .forEach((truth, answers) -> rows.put(
                        truth,
                        answers.values().stream().mapToLong(Long::longValue).sum()));
        return rows;
    }

    /** True class → rows of it that were answered with it, in the order of names; empty where {@link #trueClasses()} is. */
    Map<String, Long> rightByTrueClass() {
        Map<String, Long> rows = new TreeMap<>();
        classes.byTruth().forEach((truth, answers) -> rows.put(truth, answers.getOrDefault(truth, 0L)));
        return rows;
    }

    /** The numbers that were true; empty where there are fewer than two. */
    public Optional<TrueNumbers> trueNumbers() {
        return errors.truths();
    }

    public LatencySummary latency() {
        return latencies.summary();
    }

    ClassScores scores() {
        return scores;
    }

    /** A binary document; equal rows have equal bytes. */
    public byte[] toBytes() {
        DocumentWriter out = new DocumentWriter(DOCUMENT);
        out.writeCount(predictions).writeCount(labelledNumbers);
        classes.writeTo(out);
        scores.writeTo(out);
        errors.writeTo(out);
        latencies.writeTo(out);
        return out.toBytes();
    }

    /**
     * Reads what {@link #toBytes()} wrote.
     *
     * @throws ProfileFormatException if the bytes are not a document of this kind
     */
    public static PerformanceProfile fromBytes(byte[] bytes) {
        DocumentReader in = new DocumentReader(bytes, DOCUMENT);
        long predictions = in.readCount();
        long labelledNumbers = in.readCount();
        PerformanceProfile read = new PerformanceProfile(
                ClassCounts.readFrom(in),
                ClassScores.readFrom(in),
                NumberErrors.readFrom(in),
                LatencyHistogram.readFrom(in));
        in.expectEnd();
        read.predictions = predictions;
        read.labelledNumbers = labelledNumbers;
        return read;
    }
}
