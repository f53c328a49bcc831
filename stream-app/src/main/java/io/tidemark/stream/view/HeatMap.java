package io.tidemark.stream.view;

import java.util.List;

/**
 * Windows beside each other, features above each other, and how bad each was.
 *
 * @param windows in the order of time
 * @param features the worst ones first
 */
public record HeatMap(List<WindowSummary> windows, List<Row> features) {
    /** It is not in the window. */
    public static final char ABSENT = '-';
    /** There was too little to judge it by, or nothing to compare it with. */
    public static final char INSUFFICIENT = '0';

    public static final char NONE = '1';
    public static final char MINOR = '2';
    public static final char MAJOR = '3';

    public HeatMap {
        windows = List.copyOf(windows);
        features = List.copyOf(features);
    }

    /**
     * A feature.
     *
     * @param severities a character for each window, as above
     */
    public record Row(String feature, String severities) {}

    static char characterOf(byte severity) {
        return severity == ViewedWindow.ABSENT ? ABSENT : (char) ('0' + severity);
    }
}
