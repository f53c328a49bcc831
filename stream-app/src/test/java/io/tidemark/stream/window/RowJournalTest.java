package io.tidemark.stream.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.sketch.CategorySketch;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.JointSketch;
import io.tidemark.profile.sketch.KindHint;
import io.tidemark.profile.sketch.SketchConfig;
import io.tidemark.stream.control.ControlPlane;
import io.tidemark.stream.control.ControlPlane.BaselineTarget;
import io.tidemark.stream.control.ControlPlane.Manifest;
import io.tidemark.stream.event.NameDictionary;
import io.tidemark.stream.spec.SpecYaml;
import io.tidemark.stream.state.MemoryStateWriter;
import io.tidemark.stream.state.StateFormatException;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.ProfileMessage.FeaturePart;
import io.tidemark.stream.window.ProfileMessage.WindowPart;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What commits write of windows that go on, and that a restart goes on from it as if nothing had happened. */
class RowJournalTest {
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long T0 = 978_307_200_000L;
    private static final long NOW = 1_900_000_000_000L;
    private static final int MOST_MESSAGE = 1 << 20;
    private static final WindowKey WINDOW = new WindowKey("m", "v1", "all", T0, T0 + HOUR);

    private final ControlPlane control = new ControlPlane();
    private ProfilerLimits limits = ProfilerLimits.defaults();

    /** A store that remembers what the last commit wrote. */
    private static final class Store implements StateWriter {
        private final MemoryStateWriter entries = new MemoryStateWriter();
        private final Map<String, Integer> written = new TreeMap<>();

        @Override
        public void put(String key, byte[] value) {
            assertThat(value).as(key).hasSizeLessThan(MOST_MESSAGE);
            entries.put(key, value);
            written.put(key, value.length);
        }

        @Override
        public void delete(String key) {
            entries.delete(key);
        }

        long writtenOf(String prefix) {
            return written.entrySet().stream()
                    .filter(entry -> entry.getKey().startsWith(prefix))
                    .mapToLong(Map.Entry::getValue)
                    .sum();
        }

        long countOf(String prefix) {
            return entries.keys().stream().filter(key -> key.startsWith(prefix)).count();
        }
    }

    /** A monitor that can be killed: what it did since its last commit is done again by the next one. */
    private final class Monitor {
        private final Store store = new Store();
        private final List<ProfileMessage> sent = new ArrayList<>();
        private NameDictionary names = new NameDictionary(5_000);
        private PartitionProfiler profiler = start();

        private PartitionProfiler start() {
            return new PartitionProfiler(0, 1, control, names, limits, InputLag.UNKNOWN, NOW);
        }

        void accept(Map<String, ?> features, Map<String, String> tags) {
            profiler.onRecord(NOW, NOW);
            profiler.accept(new Events(names).event("m", "v1", T0, features, tags), sent::add);
        }

        void accept(Map<String, ?> features) {
            accept(features, Map.of());
        }

        void acceptNumbers(int rows) {
            for (int i = 0; i < rows; i++) {
                accept(Map.of("x", (double) i, "y", "text " + i % 7));
            }
        }

        void commit() {
            store.written.clear();
            profiler.save(store);
        }

        void restart() {
            names = new NameDictionary(5_000);
            profiler = start();
            store.entries.restoreInto(profiler);
        }

        Map<String, List<Object>> finish() {
            profiler.finish(sent::add);
            commit();
            return contents(sent);
        }
    }

    private static Map<String, List<Object>> contents(List<ProfileMessage> sent) {
        Map<String, List<Object>> contents = new TreeMap<>();
        for (ProfileMessage message : sent) {
            switch (message) {
                case WindowPart part ->
                    contents.put(
                            part.window().toText(),
                            List.of(
                                    part.rows(),
                                    part.unprofiledRows(),
                                    part.droppedValues(),
                                    part.features(),
                                    part.joint().length == 0 ? "" : content(JointSketch.fromBytes(part.joint()))));
                case FeaturePart part ->
                    contents.put(
                            part.window().toText() + " " + part.feature(),
                            content(FeatureSketch.fromBytes(part.sketch())));
                default -> {}
            }
        }
        return contents;
    }

    /** Sums are rounded: their last digits depend on which rows are added up first. */
    private static List<Object> content(FeatureSketch sketch) {
        List<Object> content = new ArrayList<>(List.of(
                sketch.numbers(),
                sketch.booleans(),
                sketch.texts(),
                sketch.nulls(),
                sketch.nans(),
                sketch.infinities(),
                sketch.categories().map(CategorySketch::counts)));
        sketch.numeric().filter(numbers -> numbers.n() > 0).ifPresent(numbers -> {
            content.addAll(List.of(numbers.n(), numbers.min(), numbers.max()));
            content.add("%.9f %.9f".formatted(numbers.mean(), numbers.variance()));
            IntStream.rangeClosed(0, 10).forEach(tenth -> content.add(numbers.quantile(tenth / 10.0)));
        });
        sketch.bins().ifPresent(bins -> content.add(Arrays.toString(bins.cells())));
        return content;
    }

    private static String content(JointSketch joint) {
        StringBuilder content = new StringBuilder().append(joint.rows());
        for (int i = 0; i < joint.coordinates(); i++) {
            for (int j = 0; j < i && joint.varies(i); j++) {
                content.append(joint.varies(j) ? " %.9f".formatted(joint.correlation(i, j)) : "");
            }
        }
        return content.toString();
    }

    private void giveBaseline() {
        Random random = new Random(1);
        Map<String, FeatureSketch> sketches = new HashMap<>();
        for (String name : List.of("a", "b", "kind")) {
            FeatureSketch sketch = new FeatureSketch(SketchConfig.baseline(), KindHint.AUTO);
            for (int i = 0; i < 1_000; i++) {
                if (name.equals("kind")) {
                    sketch.updateText("k" + random.nextInt(3));
                } else {
                    sketch.updateNumber(random.nextGaussian());
                }
            }
            sketches.put(name, sketch);
        }
        Baseline baseline = Baseline.ofSketches(1_000, sketches, false, "test", Instant.EPOCH);
        BaselineTarget target = new BaselineTarget("m", "v1", "all");
        baseline.features().values().forEach(feature -> control.addFeature(target, baseline.id(), feature));
        control.addManifest(
                target,
                new Manifest(baseline.id(), List.copyOf(sketches.keySet()), 1_000, "test", 0, false, Optional.empty()));
    }

    @Property(tries = 100)
    void shouldSendTheSameHoweverOftenItIsRestarted(@ForAll long seed) {
        control.apply(SpecYaml.read("model: m\nwindow: 1h\nsegments: {by: [city], max: 3}"));
        giveBaseline();
        Monitor calm = new Monitor();
        Monitor restarted = new Monitor();
        Random random = new Random(seed);
        for (int commit = 0; commit < 12; commit++) { // fewer rows than quantile sketches keep all of
            int rows = random.nextInt(4) == 0 ? 40 + random.nextInt(40) : random.nextInt(8);
            for (int row = 0; row < rows; row++) {
                Map<String, Object> features = features(random);
                Map<String, String> tags = Map.of("city", "c" + random.nextInt(5));
                calm.accept(features, tags);
                restarted.accept(features, tags);
            }
            calm.commit();
            restarted.commit();
            if (random.nextInt(3) == 0) {
                restarted.restart();
            }
        }

        assertThat(restarted.finish()).isEqualTo(calm.finish());
        assertThat(restarted.store.entries.keys()).isEqualTo(calm.store.entries.keys());
        assertThat(calm.store.countOf(ProfilerState.ROWS)).isZero();
    }

    private static Map<String, Object> features(Random random) {
        Map<String, Object> features = new HashMap<>();
        features.put("a", random.nextInt(20) == 0 ? Double.NaN : random.nextGaussian());
        features.put("b", random.nextInt(20) == 0 ? "no number" : (Object) random.nextGaussian());
        features.put("kind", "k" + random.nextInt(4));
        if (random.nextInt(3) == 0) {
            features.put("flag", random.nextBoolean());
        }
        if (random.nextInt(40) == 0) {
            features.put("rare-" + random.nextInt(3), Double.POSITIVE_INFINITY);
        }
        return features;
    }

    @Example
    void shouldWriteFewRowsAndNotTheSketches() {
        Monitor monitor = new Monitor();
        monitor.acceptNumbers(2_000);
        monitor.commit();
        long whole = monitor.store.writtenOf(ProfilerState.FEATURE);

        monitor.acceptNumbers(3);
        monitor.commit();

        assertThat(whole).isGreaterThan(10_000);
        assertThat(monitor.store.writtenOf(ProfilerState.FEATURE)).isZero();
        assertThat(monitor.store.writtenOf(ProfilerState.WINDOW)).isZero();
        assertThat(monitor.store.writtenOf(ProfilerState.ROWS))
                .as("3 numbers and 3 short texts, with two names")
                .isBetween(3L * (Double.BYTES + 6), 150L);
    }

    @Example
    void shouldNeverWriteMoreOfRowsThanTheSketchesTake() {
        Monitor monitor = new Monitor();
        monitor.acceptNumbers(100);
        long rows = 0;
        long rowsSinceWhole = 0;
        long sketches = 0;
        int wholes = 0;
        for (int commit = 0; commit < 500; commit++) {
            monitor.acceptNumbers(5);
            monitor.commit();
            long whole = monitor.store.writtenOf(ProfilerState.FEATURE);
            long written = monitor.store.writtenOf(ProfilerState.ROWS);
            rows += written;
            if (whole > 0) {
                assertThat(written).isZero();
                assertThat(monitor.store.countOf(ProfilerState.ROWS)).isZero();
                sketches = whole;
                rowsSinceWhole = 0;
                wholes++;
            } else {
                rowsSinceWhole += written;
                assertThat(rowsSinceWhole).isLessThanOrEqualTo(sketches);
            }
        }

        assertThat(rows).isPositive();
        assertThat(wholes).as("commits that wrote all").isBetween(5, 100);
        Monitor calm = new Monitor();
        calm.acceptNumbers(100);
        for (int commit = 0; commit < 500; commit++) {
            calm.acceptNumbers(5);
        }
        assertThat(monitor.finish().keySet()).isEqualTo(calm.finish().keySet());
        assertThat(rowsOf(monitor)).isEqualTo(rowsOf(calm)).isEqualTo(2_600);
    }

    private static long rowsOf(Monitor monitor) {
        return partsOf(monitor).stream().mapToLong(WindowPart::rows).sum();
    }

    private static WindowPart onlyPartOf(Monitor monitor) {
        assertThat(partsOf(monitor)).hasSize(1);
        return partsOf(monitor).getFirst();
    }

    private static List<WindowPart> partsOf(Monitor monitor) {
        return monitor.sent.stream()
                .filter(WindowPart.class::isInstance)
                .map(WindowPart.class::cast)
                .toList();
    }

    private void allowOneFeature() {
        ProfilerLimits d = limits;
        limits = new ProfilerLimits(
                d.maxAhead(), d.idleTimeout(), d.maxModels(), d.maxVersions(), 1, 200, d.sketches(), d.heapBytes());
    }

    @Example
    void shouldKeepEntriesSmallEnoughForBrokersWhateverRowsHold() {
        Monitor monitor = new Monitor();
        Map<String, Object> wide = new HashMap<>();
        for (int i = 0; i < 1_500; i++) {
            wide.put("feature " + i, (double) i);
        }
        for (int row = 0; row < 500; row++) {
            monitor.accept(wide);
        }
        monitor.commit();
        for (int row = 0; row < 200; row++) {
            monitor.accept(wide);
        }
        monitor.commit();
        assertThat(monitor.store.writtenOf(ProfilerState.ROWS)).isBetween(200L * 1_500 * 8, 200L * 1_500 * 9);
        assertThat(monitor.store.countOf(ProfilerState.ROWS)).isBetween(8L, 12L);

        wide.put("text", "long ".repeat(200_000));
        monitor.accept(wide);
        monitor.commit();
        assertThat(monitor.store.countOf(ProfilerState.ROWS))
                .as("a text that no entry has room for")
                .isZero();

        monitor.restart();
        monitor.finish();
        assertThat(rowsOf(monitor)).isEqualTo(701);
    }

    /** Between two commits a batch is full more than once. */
    @Example
    void shouldTakeInMoreRowsOfAnEntryThanABatchHolds() {
        Monitor calm = new Monitor();
        Monitor killed = new Monitor();
        for (Monitor monitor : List.of(calm, killed)) {
            IntStream.range(0, 600).forEach(row -> monitor.accept(Map.of("x", (double) row)));
            monitor.commit();
            IntStream.range(0, 3 * RowBatch.CAPACITY - 10).forEach(row -> monitor.accept(Map.of("x", -1.0 * row)));
            monitor.commit();
        }
        assertThat(killed.store.countOf(ProfilerState.ROWS)).isOne();

        killed.restart();

        assertThat(killed.finish()).isEqualTo(calm.finish());
    }

    @Example
    void shouldRememberValuesThatWereLeftOut() {
        allowOneFeature();
        Monitor monitor = new Monitor();
        for (int row = 0; row < 300; row++) {
            monitor.accept(Map.of("x", (double) row));
        }
        monitor.commit();
        monitor.accept(new TreeMap<>(Map.of("x", 1.0, "y", 1.0, "z", 1.0)));
        monitor.commit();
        assertThat(monitor.store.countOf(ProfilerState.ROWS)).isEqualTo(1);

        monitor.restart();
        monitor.finish();

        WindowPart part = onlyPartOf(monitor);
        assertThat(part.rows()).isEqualTo(301);
        assertThat(part.droppedValues()).isEqualTo(2);
    }

    @Example
    void shouldCountValuesThatWereLeftOutOnceInRowsOfSeveralBlocks() {
        allowOneFeature();
        Monitor monitor = new Monitor();
        monitor.acceptNumbers(300);
        monitor.commit();
        Map<String, Double> wide = new TreeMap<>();
        IntStream.range(0, 1_000).forEach(i -> wide.put("wide " + i, 1.0));
        IntStream.range(0, 100).forEach(_ -> monitor.accept(wide));
        monitor.commit();
        assertThat(monitor.store.countOf(ProfilerState.ROWS)).isEqualTo(1);

        monitor.restart();
        monitor.finish();

        WindowPart part = onlyPartOf(monitor);
        assertThat(part.rows()).isEqualTo(400);
        assertThat(part.droppedValues()).isEqualTo(300 + 100 * 1_000);
    }

    @Example
    void shouldGoOnWritingRowsAfterARestart() {
        Monitor monitor = new Monitor();
        monitor.acceptNumbers(300);
        monitor.commit();

        monitor.restart();
        monitor.acceptNumbers(1);
        monitor.commit();

        assertThat(monitor.store.writtenOf(ProfilerState.ROWS)).isPositive();
        assertThat(monitor.store.writtenOf(ProfilerState.FEATURE)).isZero();
    }

    @Example
    void shouldLeaveNothingOfAWindowThatGaveUp() {
        limits = ProfilerHeapTest.within(64 << 10);
        Monitor monitor = new Monitor();
        monitor.acceptNumbers(1_000);
        monitor.commit();
        monitor.acceptNumbers(3);
        monitor.commit();
        assertThat(monitor.store.countOf(ProfilerState.ROWS)).isEqualTo(1);

        for (int i = 0; i < 400; i++) {
            monitor.accept(Map.of("x" + i, 1.0));
        }
        monitor.commit();

        assertThat(monitor.store.countOf(ProfilerState.ROWS)).isZero();
        assertThat(monitor.store.countOf(ProfilerState.FEATURE)).isZero();
        monitor.finish();
        assertThat(rowsOf(monitor)).isEqualTo(1_403);
    }

    @Example
    void shouldNotCountRowsAgainThatLaterSketchesHave() {
        Monitor monitor = new Monitor();
        monitor.acceptNumbers(500);
        monitor.commit();
        for (int commit = 0; commit < 3; commit++) {
            monitor.accept(Map.of("later", 1.0 * commit));
            monitor.commit();
        }
        assertThat(monitor.store.countOf(ProfilerState.ROWS)).isEqualTo(3);
        // At-least-once: the last commit saved the sketches, and was killed while it deleted what they had replaced.
        monitor.store.delete(ProfilerState.rowsKey(WINDOW.toText(), 0));

        monitor.restart();
        monitor.acceptNumbers(2);
        monitor.commit();
        assertThat(monitor.store.countOf(ProfilerState.ROWS)).isZero();
        monitor.restart();

        monitor.finish();
        assertThat(rowsOf(monitor)).isEqualTo(502);
        assertThat(monitor.store.entries.size()).as("ledger, model").isEqualTo(2);
    }

    @Example
    void shouldSayThatSavedRowsAreDamaged() {
        Monitor monitor = new Monitor();
        monitor.acceptNumbers(500);
        monitor.commit();
        monitor.acceptNumbers(2);
        Map<String, byte[]> written = new HashMap<>();
        monitor.profiler.save(new StateWriter() {
            @Override
            public void put(String key, byte[] value) {
                written.put(key, value);
            }

            @Override
            public void delete(String key) {}
        });
        String key = ProfilerState.rowsKey(WINDOW.toText(), 0);
        byte[] entry = written.getOrDefault(key, new byte[0]);

        assertThat(entry).isNotEmpty();
        for (int length = 0; length < entry.length; length++) {
            byte[] cut = Arrays.copyOf(entry, length);
            if (length != 1) { // nothing but the version: no rows
                monitor.restart();
                assertThatThrownBy(() -> monitor.profiler.restore(key, cut))
                        .as("%d bytes", length)
                        .isInstanceOf(StateFormatException.class);
            }
        }
        for (int i = 0; i < entry.length; i++) {
            byte[] wrong = entry.clone();
            wrong[i] ^= (byte) 0x80;
            monitor.restart();
            try {
                monitor.profiler.restore(key, wrong);
            } catch (StateFormatException e) {
                assertThat(e).hasMessageMatching("(?s).*(damaged|newer release).*");
            }
        }
    }
}
