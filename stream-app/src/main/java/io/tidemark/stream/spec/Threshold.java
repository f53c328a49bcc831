package io.tidemark.stream.spec;

/** From which effect on one statistic calls a feature drifted. */
public sealed interface Threshold {

    /**
     * Where minor drift begins; major drift begins at the same multiple of it as in the defaults.
     *
     * @param minor finite and not negative
     */
    record Minor(double minor) implements Threshold {
        public Minor {
            require(minor);
        }
    }

    /**
     * Where minor and where major drift begins.
     *
     * @param minor finite and not negative
     * @param major finite and not below minor
     */
    record Both(double minor, double major) implements Threshold {
        public Both {
            require(minor);
            require(major);
            if (minor > major) {
                throw new IllegalArgumentException(
                        "minor " + minor + " is above major " + major + "; use a minor that is not above major");
            }
        }
    }

    /** The statistic decides nothing. */
    record Off() implements Threshold {}

    Threshold OFF = new Off();

    /** Whether a number can be a threshold at all. */
    static boolean isLegal(double value) {
        return value >= 0 && Double.isFinite(value);
    }

    private static void require(double value) {
        if (!isLegal(value)) {
            throw new IllegalArgumentException(value + " is no threshold; use a number that is not negative");
        }
    }
}
