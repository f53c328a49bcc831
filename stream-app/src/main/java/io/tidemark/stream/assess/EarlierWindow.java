package io.tidemark.stream.assess;

import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.stream.window.WindowKey;
import java.util.Map;

/**
 * A window that was judged and that a later one may be compared with.
 *
 * @param resolution which windows it is one of, as of an episode's subject
 * @param features their sketches by name; they must not change
 */
public record EarlierWindow(WindowKey key, String resolution, long rows, Map<String, FeatureSketch> features) {}
