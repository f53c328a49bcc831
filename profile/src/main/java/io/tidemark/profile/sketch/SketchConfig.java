package io.tidemark.profile.sketch;

/**
 * How exact a feature's sketch is, and how large it may become.
 *
 * @param k the size of the quantile sketch, 8 to 65,535; it keeps about 3k values and is exact up to k
 * @param maxCategories categories that are counted exactly; beyond, the frequent ones are counted within an error
 * @param maxCategoryBytes total bytes of their texts, so that a profile fits into a Kafka message of 1 MB
 * @param maxCategoryLength characters of one category; longer ones are shortened
 */
public record SketchConfig(int k, int maxCategories, int maxCategoryBytes, int maxCategoryLength) {
    private static final long BYTES_OF_ALL_FEATURES = 128L << 20;
    private static final int LARGEST_K = 65_535;
    private static final int SMALLEST_CATEGORY_LENGTH = 32;

    public SketchConfig {
        require(k >= 8 && k <= LARGEST_K, "k", k, "8 to " + LARGEST_K);
        require(maxCategories >= 2, "maxCategories", maxCategories, "2 or more");
        require(maxCategoryBytes >= 1024, "maxCategoryBytes", maxCategoryBytes, "1024 or more");
        require(
                maxCategoryLength >= SMALLEST_CATEGORY_LENGTH && maxCategoryLength <= maxCategoryBytes / 4,
                "maxCategoryLength",
                maxCategoryLength,
                SMALLEST_CATEGORY_LENGTH + " to a quarter of maxCategoryBytes");
    }

    /** For windows: ranks within 0.27 %, 25 kB, up to 10,000 categories. */
    public static SketchConfig window() {
        return new SketchConfig(1024, 10_000, 256 << 10, 256);
    }

    /** For baselines as they are kept: ranks within 0.07 %, 100 kB, up to 10,000 categories. */
    public static SketchConfig baseline() {
        return window().withK(4096);
    }

    /** For sketches of which nothing is asked but counts per cell: as little beside these as there can be. */
    public static SketchConfig ofCounts() {
        return new SketchConfig(8, 64, 16 << 10, window().maxCategoryLength());
    }

    /**
     * For making baselines, whose bins have to lie where the data's quantiles are and not where a sketch's random choices put them: as exact
     * as fits into 128 MB for all features together, so up to 65,535 rows of up to 85 features are exact.
     */
    public static SketchConfig making(int features) {
        return baseline().withK(Math.max(baseline().k(), finest(features)));
    }

    /**
     * For comparing files: a million categories, and quantiles as exact as fits into 128 MB for all features together (ranks
     * within 0.005 % up to 85 features).
     */
    public static SketchConfig offline(int features) {
        return new SketchConfig(Math.max(1024, finest(features)), 1_000_000, 256 << 20, 256);
    }

    private static int finest(int features) {
        return (int) Math.min(LARGEST_K, BYTES_OF_ALL_FEATURES / (3L * Double.BYTES * Math.max(1, features)));
    }

    public SketchConfig withK(int newK) {
        return new SketchConfig(newK, maxCategories, maxCategoryBytes, maxCategoryLength);
    }

    /** The same with another number of categories. */
    public SketchConfig withCategories(int newMaxCategories) {
        return new SketchConfig(k, newMaxCategories, maxCategoryBytes, maxCategoryLength);
    }

    private static void require(boolean holds, String name, int value, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + allowed + ", not " + value);
        }
    }
}
