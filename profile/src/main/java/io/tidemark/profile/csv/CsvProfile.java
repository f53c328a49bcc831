package io.tidemark.profile.csv;

import io.tidemark.profile.sketch.FeatureSketch;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The features of one file.
 *
 * @param sketches by feature name, in the file's order
 */
public record CsvProfile(long rows, Map<String, FeatureSketch> sketches) {
    public CsvProfile {
        sketches = Collections.unmodifiableMap(new LinkedHashMap<>(sketches));
    }
}
