package io.tidemark.profile.compare;

import java.util.Random;
import java.util.function.DoubleSupplier;

/** Seeded samples of the distributions that drift tools are judged by. */
final class Samples {
    private final Random random;

    Samples(long seed) {
        random = new Random(seed);
    }

    double[] normal(int rows, double mean, double deviation) {
        return draw(rows, () -> mean + deviation * random.nextGaussian());
    }

    double[] logNormal(int rows, double mean) {
        return draw(rows, () -> Math.exp(mean + random.nextGaussian()));
    }

    /** Zeros and exponential amounts. */
    double[] zeroInflated(int rows, double zeros, double scale) {
        return draw(rows, () -> random.nextDouble() < zeros ? 0 : -scale * Math.log(1 - random.nextDouble()));
    }

    /** Minutes with one decimal, most around 0, a long tail of late ones, clipped at −30 and 180. */
    double[] delays(int rows, double scale) {
        return draw(rows, () -> {
            double late = random.nextInt(5) == 0 ? -30 * Math.log(1 - random.nextDouble()) : 0;
            return Math.clamp(Math.rint(10 * scale * (late + 8 * random.nextGaussian())) / 10, -30.0, 180.0);
        });
    }

    /** Whole numbers with many ties. */
    double[] counts(int rows, double scale) {
        return draw(rows, () -> Math.floor(-scale * Math.log(1 - random.nextDouble())));
    }

    /** Categories whose shares fall off like a power of their number. */
    String[] categories(int rows, int distinct, double power) {
        String[] categories = new String[rows];
        for (int i = 0; i < rows; i++) {
            categories[i] = "c" + (int) (distinct * Math.pow(random.nextDouble(), power));
        }
        return categories;
    }

    private static double[] draw(int rows, DoubleSupplier value) {
        double[] values = new double[rows];
        for (int i = 0; i < rows; i++) {
            values[i] = value.getAsDouble();
        }
        return values;
    }
}
