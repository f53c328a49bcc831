package io.tidemark.profile.performance;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;

/** A prediction as it may come, with the label that it ends up with. */
record LabelledRow(Answer answer, OptionalLong latencyMicros, Truth truth) {

    void addTo(PerformanceProfile profile) {
        profile.predicted(answer, latencyMicros);
        profile.labelled(answer, truth);
    }

    static LabelledRow binary(double score, boolean saidYes, boolean isYes) {
        return new LabelledRow(
                new Answer.OfClass(saidYes ? "yes" : "no", Map.of("yes", score), OptionalDouble.empty()),
                OptionalLong.empty(),
                new Truth.OfClass(isYes ? "yes" : "no"));
    }

    static LabelledRow confident(double confidence, boolean right) {
        return new LabelledRow(
                new Answer.OfClass("yes", Map.of(), OptionalDouble.of(confidence)),
                OptionalLong.empty(),
                new Truth.OfClass(right ? "yes" : "no"));
    }

    static LabelledRow number(double predicted, double truth) {
        return new LabelledRow(new Answer.OfNumber(predicted), OptionalLong.empty(), new Truth.OfNumber(truth));
    }

    /** Any kind of row: one score or several, of few classes or many, confidence alone, broken scores, numbers of all sizes. */
    static LabelledRow any(Random random, int classes) {
        String label = "c" + random.nextInt(classes);
        OptionalDouble confidence = random.nextInt(3) == 0 ? OptionalDouble.of(score(random)) : OptionalDouble.empty();
        Answer answer = switch (random.nextInt(6)) {
            case 0 -> new Answer.OfNumber(number(random));
            case 1 -> new Answer.OfClass(label, Map.of(), confidence);
            case 2, 3 -> new Answer.OfClass(label, Map.of("c0", score(random)), confidence);
            case 4 -> new Answer.OfClass(label, Map.of("c" + random.nextInt(60), score(random)), confidence);
            default ->
                new Answer.OfClass(
                        label, Map.of("c0", score(random), "c1", score(random), "c2", score(random)), confidence);
        };
        OptionalLong latency = random.nextInt(4) == 0
                ? OptionalLong.empty()
                : OptionalLong.of(random.nextLong() >>> (1 + random.nextInt(63)));
        return new LabelledRow(answer, latency, truth(random, answer, classes));
    }

    /** Any label that fits the answer. */
    static Truth truth(Random random, Answer answer, int classes) {
        return answer instanceof Answer.OfClass
                ? new Truth.OfClass("c" + random.nextInt(classes))
                : new Truth.OfNumber(number(random));
    }

    private static double score(Random random) {
        return switch (random.nextInt(40)) {
            case 0 -> random.nextInt(2);
            case 1 -> Math.exp(-30 * random.nextDouble());
            case 2 -> 1 - Math.exp(-30 * random.nextDouble());
            case 3 -> random.nextInt(4) == 0 ? Double.NaN : 0.5;
            default -> random.nextDouble();
        };
    }

    private static double number(Random random) {
        return switch (random.nextInt(20)) {
            case 0 -> 0;
            case 1 -> Math.scalb(random.nextDouble() - 0.5, random.nextInt(600) - 300);
            default -> 1e6 + random.nextGaussian();
        };
    }
}
