package io.tidemark.load.bench;

import io.tidemark.profile.performance.Answer;
import io.tidemark.retrain.challenger.ChallengerRequest;
import io.tidemark.retrain.challenger.Challengers;
import io.tidemark.retrain.challenger.Champion;
import io.tidemark.retrain.challenger.Outcome;
import io.tidemark.retrain.challenger.Progress;
import io.tidemark.retrain.data.Example;
import io.tidemark.retrain.data.Examples;
import io.tidemark.retrain.data.ReadCounts;
import io.tidemark.retrain.train.Cancellation;
import io.tidemark.retrain.train.FeatureNames;
import io.tidemark.retrain.train.FeatureRow;
import io.tidemark.retrain.train.Target;
import io.tidemark.schemas.avro.RetrainSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes and judges one challenger of synthetic examples, of which two features in five are categories, and takes the time of both. */
final class TrainBench {
    private static final int CATEGORIES = 10;
    private static final String YES = "yes";
    private static final double NANOS = 1e9;

    /** Seconds, and how it ended. */
    record Timing(double trainSeconds, double judgeSeconds, String outcome, long bytes) {}

    private final Examples examples;
    private final RetrainSpec spec;

    TrainBench(int rows, int features, String algorithm) {
        this.examples = examples(rows, features);
        this.spec = RetrainSpec.newBuilder().setAlgorithm(algorithm).build();
    }

    Timing run() {
        Watch watch = new Watch();
        Outcome outcome = Challengers.make(
                new ChallengerRequest(
                        examples,
                        spec,
                        List.of("region"),
                        Optional.of(YES),
                        Optional.empty(),
                        Optional.of(new Champion("1", Optional.empty()))),
                watch,
                Cancellation.NEVER);
        long end = System.nanoTime();
        long bytes = outcome instanceof Outcome.Accepted accepted ? accepted.bytes().length : 0;
        return new Timing(
                (watch.judging - watch.start) / NANOS,
                (end - watch.judging) / NANOS,
                outcome.getClass().getSimpleName() + ": " + outcome.reason(),
                bytes);
    }

    /** Data checks count as training. */
    private static final class Watch implements Progress {
        private final long start = System.nanoTime();
        private long judging = start;

        @Override
        public void training(String note) {}

        @Override
        public void judging() {
            judging = System.nanoTime();
        }
    }

    private static Examples examples(int rows, int features) {
        SplittableRandom random = new SplittableRandom(1);
        FeatureNames names = new FeatureNames();
        List<Example> examples = new ArrayList<>(rows);
        for (int i = 0; i < rows; i++) {
            Map<String, Object> values = new TreeMap<>();
            double signal = 0;
            for (int f = 0; f < features; f++) {
                if (f % 5 < 2) {
                    int category = random.nextInt(CATEGORIES);
                    values.put("c" + f, "category-" + category);
                    signal += f < 5 && category < 3 ? 0.7 : 0;
                } else {
                    double value = random.nextGaussian();
                    values.put("x" + f, value);
                    signal += f < 10 ? value * (f % 3 - 1) : 0;
                }
            }
            double probability = 1 / (1 + Math.exp(-signal));
            double guess = random.nextDouble(0.2, 0.8);
            examples.add(new Example(
                    Integer.toHexString(i * 0x9E3779B9),
                    1_000L * i,
                    new Target.OfClass(random.nextDouble() < probability ? YES : "no"),
                    FeatureRow.of(names, values),
                    Map.of(
                            "1",
                            new Answer.OfClass(guess > 0.5 ? YES : "no", Map.of(YES, guess), OptionalDouble.empty())),
                    Map.of("region", i % 2 == 0 ? "north" : "south")));
        }
        return Examples.of(examples, new ReadCounts(rows, 0, "", 0, 0, 0), new TreeSet<>());
    }
}
