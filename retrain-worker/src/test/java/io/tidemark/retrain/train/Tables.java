package io.tidemark.retrain.train;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Small tables that tests learn from. */
final class Tables {
    private static final List<String> COLOURS = List.of("red", "green", "blue", "rare");

    private Tables() {}

    /** Numbers, a category and a boolean with missing values; the class and the number follow from them, with noise. */
    static TrainingTable mixed(int rows, int seed, boolean classes) {
        Random random = new Random(seed);
        List<TrainingRow> table = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            double x = random.nextGaussian() * 20 + 100;
            double y = random.nextGaussian();
            String colour = COLOURS.get(random.nextInt(100) == 0 ? 3 : random.nextInt(3));
            boolean flag = random.nextBoolean();
            double signal = (x - 100) / 20 * y
                    + (colour.equals("red") ? 1 : 0)
                    + (flag ? 0.5 : 0)
                    + random.nextGaussian() * 0.3;
            Map<String, @Nullable Object> features = new HashMap<>();
            features.put("x", random.nextInt(10) == 0 ? null : x);
            features.put("y", y);
            features.put("colour", random.nextInt(20) == 0 ? null : colour);
            features.put("flag", flag);
            table.add(row(
                    features,
                    classes
                            ? new Target.OfClass(signal > 0.75 ? "up" : signal < -0.5 ? "down" : "flat")
                            : new Target.OfNumber(signal),
                    i));
        }
        return new TrainingTable(table);
    }

    /** Two features, two classes, without chance: the same rows can be made in another language. */
    static TrainingTable waves(boolean classes) {
        return table(2_000, i -> {
            double x1 = Math.sin(1.3 * i) * 4 + 10;
            double x2 = Math.cos(0.7 * i) * 0.5;
            double u = (i * 0.6180339887498949) % 1;
            double p = 1 / (1 + Math.exp(-(0.5 + 1.5 * (x1 - 10) / 4 - 2 * x2)));
            Target target = classes
                    ? new Target.OfClass(u < p ? "yes" : "no")
                    : new Target.OfNumber(3 + 0.25 * x1 - 1.5 * x2 + (u - 0.5));
            return row(Map.of("x1", x1, "x2", x2), target, i);
        });
    }

    static TrainingTable table(int rows, IntFunction<TrainingRow> row) {
        List<TrainingRow> table = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            table.add(row.apply(i));
        }
        return new TrainingTable(table);
    }

    static TrainingRow row(Map<String, ? extends @Nullable Object> features, Target target, int second) {
        return new TrainingRow(features, target, Instant.ofEpochSecond(second));
    }
}
