package io.tidemark.stream.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.KindHint;
import io.tidemark.profile.sketch.SketchConfig;
import io.tidemark.stream.assess.Assessment.WindowAssessed;
import io.tidemark.stream.control.ControlPlane;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.spec.SpecYaml;
import io.tidemark.stream.state.MemoryStateWriter;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is left of a window that is gone until that is saved. */
class SavedWindowTest {
    private static final MonitorSpec SPEC = SpecYaml.read("model: m\nrollups: [1d]");

    private final MemoryStateWriter store = new MemoryStateWriter();
    private final PaneRing ring = new PaneRing();
    private final Rollups rollups = new Rollups();

    private static MergedWindow pane(FeatureSketch sketch) {
        MergedWindow pane = new MergedWindow(AssessSteps.key("m", "1", "all", 0), false);
        pane.addRows(10, 0, 0);
        pane.merge("x", sketch);
        return pane;
    }

    private static FeatureSketch sketch() {
        FeatureSketch sketch = new FeatureSketch(SketchConfig.window(), KindHint.NUMERIC);
        sketch.updateNumber(1);
        return sketch;
    }

    /** Answers what holds sketches of a pane that was added. */
    private static WeakReference<FeatureSketch> added(Consumer<MergedWindow> to) {
        FeatureSketch sketch = sketch();
        to.accept(pane(sketch));
        return new WeakReference<>(sketch);
    }

    private static void awaitFree(WeakReference<?> reference) {
        await().until(() -> {
            System.gc();
            return reference.get() == null;
        });
    }

    @Test
    void shouldLeaveNoSketchOfAPaneThatIsGone() {
        WeakReference<FeatureSketch> sketch = added(pane -> ring.keep(pane, false, SPEC));
        ring.save(store);
        assertThat(store.size()).isEqualTo(2);
        ring.clear();
        awaitFree(sketch);

        ring.save(store);
        assertThat(store.size()).isZero();
    }

    @Test
    void shouldLeaveNoSketchOfARollupThatIsGone() {
        rollups.add(pane(sketch()), false, SPEC);
        rollups.save(store);
        assertThat(store.size()).isEqualTo(2);
        WeakReference<FeatureSketch> sketch = sketchOfRollup();
        awaitFree(sketch);

        rollups.save(store);
        assertThat(store.size()).isZero();
    }

    /** Takes the roll-up out, and answers what holds its sketch. */
    private WeakReference<FeatureSketch> sketchOfRollup() {
        List<MergedWindow> taken = rollups.takeUpTo(Long.MAX_VALUE);
        return new WeakReference<>(
                taken.getFirst().features().values().iterator().next());
    }

    @Test
    void shouldLeaveNoSketchOfAnOpenWindowThatIsGone() {
        ControlPlane control = new ControlPlane();
        AssessSteps task = new AssessSteps(control, 20 << 10);
        task.part(0, "m", 0);
        task.save();
        task.part(0, "m", 1);
        task.part(0, "m", 2);
        List<WeakReference<FeatureSketch>> sketches = new ArrayList<>();
        task.windows("m").stream()
                .flatMap(window -> window.features().values().stream())
                .forEach(feature -> sketches.add(new WeakReference<>(feature.sketch())));
        task.published.removeIf(WindowAssessed.class::isInstance);

        assertThat(sketches).isNotEmpty();
        sketches.forEach(SavedWindowTest::awaitFree);
        assertThat(task.store().keys()).anyMatch(key -> key.startsWith(AssessorState.WINDOW));
    }
}
