package io.tidemark.stream.view;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A feature in one window, or in several that are shown as one.
 *
 * @param start inclusive
 * @param end exclusive
 * @param rows events in them
 * @param severity of the worst of them, as in {@link HeatMap}
 * @param measures those that there are; of several windows shares and means are averages by rows, quantiles and statistics those of the worst
 *     window, which is the last of the worst ones
 */
public record FeaturePoint(Instant start, Instant end, long rows, char severity, Map<Measure, Float> measures) {
    public FeaturePoint {
        measures = Map.copyOf(measures);
    }

    static FeaturePoint of(List<ViewedWindow> windows, int feature) {
        ViewedWindow worst = windows.getFirst();
        for (ViewedWindow window : windows) {
            if (window.severityOf(feature) >= worst.severityOf(feature)) {
                worst = window;
            }
        }
        Map<Measure, Float> measures = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            float value = measure.isAverage() ? average(windows, feature, measure) : worst.measureOf(feature, measure);
            if (!Float.isNaN(value)) {
                measures.put(measure, value);
            }
        }
        return new FeaturePoint(
                windows.getFirst().start(),
                windows.getLast().end(),
                windows.stream().mapToLong(ViewedWindow::rows).sum(),
                HeatMap.characterOf(worst.severityOf(feature)),
                measures);
    }

    private static float average(List<ViewedWindow> windows, int feature, Measure measure) {
        double sum = 0;
        long rows = 0;
        for (ViewedWindow window : windows) {
            float value = window.measureOf(feature, measure);
            if (!Float.isNaN(value) && window.rows() > 0) {
                sum += (double) value * window.rows();
                rows += window.rows();
            }
        }
        return rows == 0 ? Float.NaN : (float) (sum / rows);
    }
}
