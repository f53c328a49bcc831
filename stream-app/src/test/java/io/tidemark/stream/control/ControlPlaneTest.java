package io.tidemark.stream.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.KindHint;
import io.tidemark.profile.sketch.SketchConfig;
import io.tidemark.stream.control.ControlPlane.BaselineTarget;
import io.tidemark.stream.control.ControlPlane.Manifest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ControlPlaneTest {
    private static final BaselineTarget TARGET = new BaselineTarget("m", "v1", "all");

    private final ControlPlane control = new ControlPlane();

    private static FeatureBaseline feature(String name) {
        FeatureSketch sketch = new FeatureSketch(SketchConfig.baseline(), KindHint.NUMERIC);
        sketch.updateNumber(1);
        return FeatureBaseline.of(name, 1, sketch);
    }

    private void addManifest(String id) {
        control.addManifest(TARGET, new Manifest(id, List.of("x", "y"), 1, "test", 0, false, Optional.empty()));
    }

    private Optional<String> inForce() {
        return control.baseline("m", "v1", "all").map(Baseline::id);
    }

    @Test
    void shouldCountABaselineOnceAllItsFeaturesAreThereInWhateverOrder() {
        control.addFeature(TARGET, "one", feature("x"));
        addManifest("one");
        assertThat(inForce()).isEmpty();

        control.addFeature(TARGET, "one", feature("y"));
        assertThat(inForce()).contains("one");
    }

    @Test
    void shouldKeepABaselineInForceUntilTheNextIsComplete() {
        control.addFeature(TARGET, "one", feature("x"));
        control.addFeature(TARGET, "one", feature("y"));
        addManifest("one");

        control.addFeature(TARGET, "two", feature("x"));
        addManifest("two");
        assertThat(inForce()).as("feature y is still of the first").contains("one");

        control.addFeature(TARGET, "two", feature("y"));
        assertThat(inForce()).contains("two");
    }

    @Test
    void shouldEndABaselineWithItsManifest() {
        control.addFeature(TARGET, "one", feature("x"));
        control.addFeature(TARGET, "one", feature("y"));
        addManifest("one");

        control.removeManifest(TARGET);
        assertThat(inForce()).isEmpty();

        addManifest("one");
        assertThat(inForce()).as("its features are still there").contains("one");
    }
}
