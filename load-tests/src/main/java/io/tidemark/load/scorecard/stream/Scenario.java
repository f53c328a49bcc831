package io.tidemark.load.scorecard.stream;

import io.tidemark.stream.assess.WholeModel;
import io.tidemark.stream.event.NameDictionary;
import java.util.random.RandomGenerator;

/** A kind of drift that is to be detected. It sets in with the first window. */
@SuppressWarnings("ImmutableEnumChecker") // Drift is a record of records
public enum Scenario {
    SHIFT_010("mean shift 0.1 σ", Family.NORMAL, new Change.Affine(1, 0.1), "every value + 0.1 σ"),
    SHIFT_025("mean shift 0.25 σ", Family.NORMAL, new Change.Affine(1, 0.25), "every value + 0.25 σ"),
    SHIFT_050("mean shift 0.5 σ", Family.NORMAL, new Change.Affine(1, 0.5), "every value + 0.5 σ"),
    SHIFT_100("mean shift 1 σ", Family.NORMAL, new Change.Affine(1, 1), "every value + 1 σ"),
    VARIANCE("variance × 1.5", Family.NORMAL, new Change.Affine(Math.sqrt(1.5), 0), "every value × √1.5"),
    TAIL(
            "tail only, 2 %",
            Family.NORMAL,
            new Change.Tail(0.02),
            "2 % of the values move beyond the 99.9th percentile: to 3.09 + an exponential of mean 0.5; the others stay"),
    GRADUAL(
            "gradual, 0 → 0.5 σ",
            Family.NORMAL,
            new Change.Gradual(0.5, Scenario.GRADUAL_WINDOWS),
            "the shift grows steadily from 0 to 0.5 σ over ten windows; detected means: before the tenth"),
    SWAP(
            "category swap",
            Family.CATEGORICAL,
            new Change.Swap(2, 10),
            "the categories of rank 2 and rank 10 exchange their shares, 8.4 % and 1.4 %"),
    NEW_CATEGORY(
            "new category, 1 %",
            Family.CATEGORICAL,
            new Change.NewCategory(0.01),
            "1 % of the values become one category that the baseline never had"),
    MISSING_02("missing 0 → 2 %", Family.NORMAL, new Change.Missing(0.02), "2 % of the values are null"),
    MISSING_10("missing 0 → 10 %", Family.NORMAL, new Change.Missing(0.1), "10 % of the values are null"),
    CORRELATION(
            "correlation 0 → 0.5",
            Family.NORMAL,
            new Drift(new Change.Correlation(0.5), 2, false),
            false,
            "two features become correlated, each distributed as before"),
    SEGMENT(
            "one segment of ten, 0.5 σ",
            Family.NORMAL,
            new Drift(new Change.Affine(1, 0.5), 1, true),
            true,
            "one feature + 0.5 σ in one of ten equal segments that are monitored apart"),
    SEGMENT_ALL(
            "one segment of ten, 0.5 σ, all features",
            Family.NORMAL,
            new Drift(new Change.Affine(1, 0.5), Family.FEATURES, true),
            true,
            "all 20 features + 0.5 σ in one of ten equal segments that are monitored apart"),
    LOG_NORMAL_SHIFT(
            "log-normal, log mean + 0.25 σ",
            Family.LOG_NORMAL,
            new Change.Affine(Math.exp(0.25), 0),
            "every value × e^0.25, so the logarithm's mean moves by 0.25 of its σ"),
    ZERO_INFLATED_SHIFT(
            "zero-inflated, mean + 0.25 σ",
            Family.ZERO_INFLATED,
            new Change.Affine(1.595, 0),
            "every value × 1.595: the zeros stay, the mean moves by 0.25 σ"),
    MIXED_SHIFT(
            "mixed stream, mean shift 0.25 σ",
            Family.MIXED,
            new Change.Affine(1, 0.25),
            "one of the normal features of the mixed stream + 0.25 σ");

    /** Over how many windows the gradual drift grows. */
    public static final int GRADUAL_WINDOWS = 10;

    private final String label;
    private final Family family;
    private final Drift drift;
    private final boolean segmented;
    private final String definition;

    Scenario(String label, Family family, Change change, String definition) {
        this(label, family, Drift.inOneFeature(change), false, definition);
    }

    Scenario(String label, Family family, Drift drift, boolean segmented, String definition) {
        this.label = label;
        this.family = family;
        this.drift = drift;
        this.segmented = segmented;
        this.definition = definition;
    }

    public String label() {
        return label;
    }

    /** What changes, in words. */
    public String definition() {
        return definition;
    }

    /** What the stream is like before it drifts. */
    public StreamKind stream() {
        return new StreamKind(family, segmented);
    }

    /** Up to which window, the first being 1, a detection counts as one. */
    public int detectionWindows() {
        return this == GRADUAL ? GRADUAL_WINDOWS - 1 : 1;
    }

    /** Whether an episode of {@code subject} is about what drifted; of the correlation, also one of how features depend on each other. */
    public boolean concerns(String subject) {
        for (int i = 0; i < Family.FEATURES; i++) {
            if (subject.equals(Family.featureName(i))) {
                return i < drift.features();
            }
        }
        return this == CORRELATION && subject.equals(WholeModel.JOINT);
    }

    /** The stream's rows from the onset on. */
    public RowSource rows(NameDictionary names, RandomGenerator random) {
        return new RowSource(family, segmented, drift, names, random);
    }
}
