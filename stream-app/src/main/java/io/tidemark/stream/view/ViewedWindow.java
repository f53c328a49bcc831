package io.tidemark.stream.view;

import io.tidemark.schemas.avro.FeatureProfile;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.schemas.avro.WindowProfile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A window as it is kept: a severity for each feature in a byte, and the measures of each in a float, which may be forgotten before the rest. The
 * parts of its profile may come in any order; rows that came after it was judged are added. Guarded by who owns it.
 */
final class ViewedWindow {
    /** Of a feature that the window does not have. */
    static final byte ABSENT = -1;
    /** Of a feature that was judged and is as the baseline is; what is above it has drifted. */
    static final byte UNCHANGED = 1;

    private static final List<Measure> KEPT = List.of(Measure.values());
    private static final int MEASURES = KEPT.size();
    /** What an object of this class takes with all that it refers to, but for what depends on the number of features. */
    private static final int OVERHEAD_BYTES = 200;

    private final Instant start;
    private final Instant end;
    private Instant lastJudged = Instant.MIN;
    private long rows;
    private long supplementRows;
    private byte severity = ABSENT;
    private @Nullable String finding;
    private byte[] severities = {};
    private float @Nullable [] measures = {};
    private final List<RecordPlace> places = new ArrayList<>(1);

    ViewedWindow(Instant start, Instant end) {
        this.start = start;
        this.end = end;
    }

    /** @param features gives features their numbers */
    void add(WindowProfile part, RecordPlace place, FeatureNumbers features) {
        lastJudged = part.getAssessedAt().isAfter(lastJudged) ? part.getAssessedAt() : lastJudged;
        if (part.getSupplement()) {
            supplementRows += part.getPart() == 0 ? part.getRows() : 0;
            return;
        }
        rows = part.getRows();
        severity = codeOf(part.getSeverity());
        finding = part.getDiagnosis() == null ? null : part.getDiagnosis().getSummary();
        places.add(place);
        part.getFeatures().forEach(feature -> features.of(feature.getName()));
        makeRoomFor(features.count());
        part.getFeatures().forEach(feature -> put(features.of(feature.getName()), feature));
    }

    private void makeRoomFor(int features) {
        int before = severities.length;
        if (features <= before) {
            return;
        }
        severities = Arrays.copyOf(severities, features);
        Arrays.fill(severities, before, features, ABSENT);
        if (measures != null) {
            measures = Arrays.copyOf(measures, features * MEASURES);
            Arrays.fill(measures, before * MEASURES, measures.length, Float.NaN);
        }
    }

    private void put(int number, FeatureProfile feature) {
        severities[number] = codeOf(feature.getSeverity());
        if (measures != null) {
            for (int measure = 0; measure < MEASURES; measure++) {
                measures[number * MEASURES + measure] =
                        (float) KEPT.get(measure).of(feature);
            }
        }
    }

    /** In the order of how bad it is, so that the worst of several is the largest. */
    private static byte codeOf(Severity severity) {
        return switch (severity) {
            case INSUFFICIENT -> 0;
            case NONE -> UNCHANGED;
            case MINOR -> 2;
            case MAJOR -> 3;
        };
    }

    Instant start() {
        return start;
    }

    Instant end() {
        return end;
    }

    /** When it was judged last, by the wall clock. */
    Instant lastJudged() {
        return lastJudged;
    }

    /** Events of the window, those that came late included. */
    long rows() {
        return rows + supplementRows;
    }

    /** How bad it is as a whole; {@link #ABSENT} while only rows are known that came after it was judged. */
    byte severity() {
        return severity;
    }

    /** How bad a feature is; {@link #ABSENT} where the window has it not. */
    byte severityOf(int feature) {
        return feature < severities.length ? severities[feature] : ABSENT;
    }

    float measureOf(int feature, Measure measure) {
        return measures == null || feature >= severities.length
                ? Float.NaN
                : measures[feature * MEASURES + KEPT.indexOf(measure)];
    }

    /** One sentence; null where nothing drifted. */
    @Nullable
    String finding() {
        return finding;
    }

    List<RecordPlace> places() {
        return List.copyOf(places);
    }

    /** @return how many bytes that frees */
    long forgetMeasures() {
        long before = bytes();
        measures = null;
        finding = null;
        return before - bytes();
    }

    /** What it takes in memory, by estimate. */
    long bytes() {
        return OVERHEAD_BYTES
                + severities.length
                + (measures == null ? 0 : (long) measures.length * Float.BYTES)
                + (finding == null ? 0 : 2L * finding.length())
                + places.size() * 32L;
    }
}
