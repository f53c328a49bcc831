package io.tidemark.retrain.gate;

import java.util.Comparator;
import java.util.List;

/**
 * The rows of one value of one tag. Of a tag with more than {@value #MOST_VALUES} values those with most rows are judged, and shown: what has so many values is an id.
 *
 * @param name as {@code tag=value}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; inside this package only
record SegmentRows(String name, int[] rows) {
    private static final int MOST_VALUES = 50;

    /** Segments of all tags, tag by tag, of each those with most rows first. */
    static List<SegmentRows> of(HoldoutAnswers holdout, List<String> tags, int[] among) {
        return tags.stream()
                .flatMap(tag -> holdout.byValueOf(tag, among).entrySet().stream()
                        .map(value -> new SegmentRows(tag + "=" + value.getKey(), value.getValue()))
                        .sorted(Comparator.<SegmentRows>comparingInt(segment -> -segment.rows().length)
                                .thenComparing(SegmentRows::name))
                        .limit(MOST_VALUES))
                .toList();
    }
}
