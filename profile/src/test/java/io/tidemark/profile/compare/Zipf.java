package io.tidemark.profile.compare;

import java.util.Arrays;
import java.util.Random;

/** Seeded draws of categories whose probabilities fall off like a power of their rank. */
final class Zipf {
    private final double[] cumulated;
    private final Random random;

    Zipf(int categories, double exponent, long seed) {
        cumulated = new double[categories];
        double sum = 0;
        for (int i = 0; i < categories; i++) {
            sum += Math.pow(i + 1.0, -exponent);
            cumulated[i] = sum;
        }
        random = new Random(seed);
    }

    int category() {
        int found = Arrays.binarySearch(cumulated, random.nextDouble() * cumulated[cumulated.length - 1]);
        return found >= 0 ? found : -found - 1;
    }

    String next() {
        return "id-" + category();
    }

    double probability(int category) {
        double below = category == 0 ? 0 : cumulated[category - 1];
        return (cumulated[category] - below) / cumulated[cumulated.length - 1];
    }
}
