package io.tidemark.load.scorecard.stream;

import java.lang.reflect.Field;
import java.util.Random;
import org.apache.datasketches.kll.KllSketch;

/**
 * The coins that quantile sketches toss when they grow. DataSketches takes them from one static generator without a seed and has no
 * setting for it, so the seed is set where it lies. All threads that share the class share the coins.
 */
public final class SketchCoins {
    private static final Random COINS = coins();

    private SketchCoins() {}

    /** From here on the same coins follow for the same seed, as long as no other thread tosses any. */
    public static void seed(long seed) {
        COINS.setSeed(seed);
    }

    private static Random coins() {
        try {
            Field field = KllSketch.class.getDeclaredField("random");
            field.setAccessible(true);
            return (Random) field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "this version of DataSketches keeps its coins elsewhere than in KllSketch.random; look where, else no"
                            + " scorecard can be repeated",
                    e);
        }
    }
}
