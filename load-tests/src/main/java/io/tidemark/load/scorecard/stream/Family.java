package io.tidemark.load.scorecard.stream;

/** Which shapes a stream's features have. */
public enum Family {
    NORMAL("normal"),
    LOG_NORMAL("log-normal"),
    ZERO_INFLATED("zero-inflated"),
    CATEGORICAL("categories"),
    /** Five features of each shape, in turn; the first is normal. */
    MIXED("mixed");

    /** Features of every stream. */
    public static final int FEATURES = 20;

    private static final Shape[] ALL_SHAPES = Shape.values();

    private final String label;

    Family(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    Shape shape(int feature) {
        return switch (this) {
            case NORMAL -> Shape.NORMAL;
            case LOG_NORMAL -> Shape.LOG_NORMAL;
            case ZERO_INFLATED -> Shape.ZERO_INFLATED;
            case CATEGORICAL -> Shape.CATEGORY;
            case MIXED -> ALL_SHAPES[feature % ALL_SHAPES.length];
        };
    }

    /** The name of the feature at {@code index}, 0 to 19. */
    public static String featureName(int index) {
        return "f%02d".formatted(index);
    }
}
