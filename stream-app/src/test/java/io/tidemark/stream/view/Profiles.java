package io.tidemark.stream.view;

import io.tidemark.schemas.avro.FeatureKind;
import io.tidemark.schemas.avro.FeatureProfile;
import io.tidemark.schemas.avro.Quantile;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.schemas.avro.WindowProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Window profiles for tests: one hour each, of one model. */
final class Profiles {
    static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    static final SeriesKey ALL = new SeriesKey("flights", "1", "all");

    private Profiles() {}

    static Instant hour(int number) {
        return T0.plus(Duration.ofHours(number));
    }

    static FeatureProfile feature(String name, Severity severity, double psi) {
        return FeatureProfile.newBuilder()
                .setName(name)
                .setKind(FeatureKind.NUMERIC)
                .setPresent(90)
                .setMissing(8)
                .setInvalid(2)
                .setOutOfRange(9L)
                .setMean(psi * 10)
                .setQuantiles(List.of(new Quantile(0.5, psi * 100)))
                .setTopCategories(List.of())
                .setSeverity(severity)
                .setStatistics(Map.of("psi", psi))
                .build();
    }

    static WindowProfile window(int hour, FeatureProfile... features) {
        return window(ALL, hour, features);
    }

    static WindowProfile window(SeriesKey key, int hour, FeatureProfile... features) {
        return part(key, hour, 0, 1, features);
    }

    static WindowProfile part(SeriesKey key, int hour, int part, int parts, FeatureProfile... features) {
        return builder(key, hour, features).setPart(part).setParts(parts).build();
    }

    /** A window that is judged long after its time. */
    static WindowProfile replayed(int hour, Instant judged, FeatureProfile... features) {
        return builder(ALL, hour, features).setAssessedAt(judged).build();
    }

    /** A window of a time that nobody reckons with. */
    static WindowProfile at(Instant start, FeatureProfile... features) {
        return builder(ALL, 0, features)
                .setWindowStart(start)
                .setWindowEnd(start)
                .build();
    }

    private static WindowProfile.Builder builder(SeriesKey key, int hour, FeatureProfile... features) {
        return WindowProfile.newBuilder()
                .setModelId(key.model())
                .setModelVersion(key.version())
                .setSegment(key.segment())
                .setWindowStart(hour(hour))
                .setWindowEnd(hour(hour + 1))
                .setRows(100)
                .setSeverity(Arrays.stream(features)
                        .map(FeatureProfile::getSeverity)
                        .filter(severity -> severity != Severity.INSUFFICIENT)
                        .max(Comparator.naturalOrder())
                        .orElse(Severity.INSUFFICIENT))
                .setDiagnosis(null)
                .setAssessedAt(hour(hour + 1))
                .setFeatures(List.of(features));
    }

    /** Rows that came after the window was judged. */
    static WindowProfile supplement(int hour, long rows) {
        return builder(ALL, hour, feature("x", Severity.INSUFFICIENT, 0))
                .setSupplement(true)
                .setRows(rows)
                .build();
    }

    static RecordPlace place(long offset) {
        return new RecordPlace(0, offset);
    }
}
