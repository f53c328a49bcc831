package io.tidemark.profile.sketch;

/** Takes one feature's values, row by row. */
public interface ValueSink {
    /** A number; NaN is a missing value, an infinity an invalid one. */
    void updateNumber(double value);

    void updateBoolean(boolean value);

    void updateText(String value);

    /** A row without a value. */
    void updateNull();
}
