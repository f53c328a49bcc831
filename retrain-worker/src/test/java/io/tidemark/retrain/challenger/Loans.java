package io.tidemark.retrain.challenger;

import io.tidemark.profile.performance.Answer;
import io.tidemark.retrain.data.Example;
import io.tidemark.retrain.data.Examples;
import io.tidemark.retrain.data.ReadCounts;
import io.tidemark.retrain.train.FeatureNames;
import io.tidemark.retrain.train.FeatureRow;
import io.tidemark.retrain.train.Target;
import io.tidemark.schemas.avro.RetrainSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/** Loans that are paid back or not; what decides it turns round where the world changes. */
final class Loans {
    static final List<String> REGIONS = List.of("north", "south", "west");

    private Loans() {}

    /**
     * Examples, one a second.
     *
     * @param income how much income speaks for a loan that is paid back
     */
    static List<Example> rows(int rows, int seed, double income) {
        Random random = new Random(seed);
        FeatureNames names = new FeatureNames();
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            double z = random.nextGaussian();
            String region = REGIONS.get(random.nextInt(3));
            boolean owner = random.nextBoolean();
            double logit = income * z + (owner ? 0.5 : -0.5);
            boolean paid = random.nextDouble() < 1 / (1 + Math.exp(-logit));
            // A champion of the old world: there income speaks for a loan.
            double score = 1 / (1 + Math.exp(-(1.5 * z + (owner ? 0.5 : -0.5))));
            examples.add(new Example(
                    String.format("id-%06d", i),
                    1_000L * i + 1_000_000L,
                    new Target.OfClass(paid ? "yes" : "no"),
                    FeatureRow.of(
                            names,
                            new TreeMap<>(Map.of("income", 30_000 + 9_000 * z, "region", region, "owner", owner))),
                    Map.of(
                            "7",
                            new Answer.OfClass(
                                    score > 0.5 ? "yes" : "no", Map.of("yes", score), OptionalDouble.empty())),
                    Map.of("region", region)));
        }
        return examples;
    }

    static Examples examples(List<Example> rows) {
        List<Example> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(5));
        return Examples.of(shuffled, new ReadCounts(rows.size(), 0, "", 0, 0, 0), new TreeSet<>());
    }

    static RetrainSpec.Builder spec() {
        return RetrainSpec.newBuilder().setMinRows(500).setHyperParameters(Map.of("trees", 30.0, "max_depth", 3.0));
    }
}
