package io.tidemark.load.pieces;

import io.tidemark.load.speed.EventShape;
import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.compare.FeatureComparator;
import io.tidemark.profile.decision.DriftDecision;
import io.tidemark.profile.decision.DriftKind;
import io.tidemark.profile.decision.FeatureCandidate;
import io.tidemark.profile.decision.Thresholds;
import io.tidemark.profile.decision.Verdict;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.KindHint;
import io.tidemark.profile.sketch.SketchConfig;
import io.tidemark.profile.sketch.ValueColumn;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.registry.RegistryConfig;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.serde.AvroSerde;
import io.tidemark.standalone.baseline.EventBaselines;
import io.tidemark.stream.decode.DecoderLimits;
import io.tidemark.stream.decode.InferenceEventDecoder;
import io.tidemark.stream.event.EventBuffer;
import io.tidemark.stream.event.NameDictionary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.common.serialization.Serializer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The pieces, on the data of the benchmark. Each time is that of one event, one value, one sketch or one window. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HotPieces {
    private static final int EVENTS = 8_192;
    private static final int ROWS = 128;
    private static final int WINDOW_ROWS = 20_000;
    private static final int MANY_CATEGORIES = 5_000;
    private static final Instant START = Instant.parse("2001-01-01T00:00:00Z");
    private static final double LEVEL = 0.01;

    private final byte[][] records = new byte[EVENTS][];
    private final EventBuffer event = new EventBuffer();
    private final InferenceEventDecoder decoder;
    private final Baseline baseline;

    private final ValueColumn numbers = new ValueColumn(ROWS);
    private final ValueColumn categories = new ValueColumn(ROWS);
    private final int[] rows = IntStream.range(0, ROWS).toArray();
    private final int[] cells = new int[ROWS];
    private final FeatureSketch numberSketch;
    private final FeatureSketch categorySketch;

    private final List<FeatureSketch> window = new ArrayList<>();
    private final FeatureSketch full;
    private final FeatureSketch fullOfCategories;
    private final byte[] fullBytes;

    /** Prepares all data; no benchmark does what is done here. */
    public HotPieces() {
        Random random = new Random(42);
        SchemaRegistry registry = SchemaRegistry.connect(RegistryConfig.of("embedded:pieces"));
        Serializer<InferenceEvent> serializer =
                AvroSerde.of(InferenceEvent.class, registry).serializer();
        for (int i = 0; i < EVENTS; i++) {
            records[i] =
                    serializer.serialize("inference-logs", EventShape.STANDARD.event(i, START.plusMillis(i), random));
        }
        decoder = new InferenceEventDecoder(registry, new NameDictionary(1_000), DecoderLimits.DEFAULT);
        baseline = EventBaselines.of(
                () -> {
                    Random same = new Random(7);
                    return LongStream.range(0, WINDOW_ROWS)
                            .mapToObj(row -> EventShape.STANDARD.event(row, START.plusMillis(60 * row), same));
                },
                Duration.ofMinutes(5),
                "events of the benchmark",
                START);
        for (int row = 0; row < ROWS; row++) {
            numbers.setNumber(row, random.nextGaussian());
            categories.setText(row, "value-" + random.nextInt(200));
        }
        numberSketch = boundTo("feature_0");
        categorySketch = boundTo("feature_17");
        for (FeatureBaseline known : baseline.features().values()) {
            window.add(windowOf(known));
        }
        full = windowOf(baseline("feature_0"));
        fullOfCategories = boundTo("feature_18");
        for (int category = 0; category < MANY_CATEGORIES; category++) {
            fullOfCategories.updateText("value-" + category);
        }
        fullBytes = full.toBytes();
    }

    private FeatureBaseline baseline(String name) {
        FeatureBaseline known = baseline.features().get(name);
        if (known == null) {
            throw new IllegalStateException("the baseline has no " + name);
        }
        return known;
    }

    private FeatureSketch boundTo(String feature) {
        FeatureSketch sketch = new FeatureSketch(SketchConfig.window(), KindHint.AUTO);
        sketch.bind(baseline(feature).binning());
        return sketch;
    }

    private static FeatureSketch windowOf(FeatureBaseline known) {
        FeatureSketch sketch = new FeatureSketch(SketchConfig.window(), KindHint.AUTO);
        sketch.bind(known.binning());
        sketch.merge(known.sketch());
        return sketch;
    }

    /** An inference log of 20 features, a label and a score, from its bytes. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public EventBuffer decodeEvent() {
        for (byte[] record : records) {
            decoder.decode(record, event);
        }
        return event;
    }

    /** A number: into moments, quantile sketch and bin. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public int[] sketchNumber() {
        numberSketch.update(numbers, rows, ROWS, cells);
        return cells;
    }

    /** A text, one of 200: into its category's count and bin. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public int[] sketchCategory() {
        categorySketch.update(categories, rows, ROWS, cells);
        return cells;
    }

    /** A sketch of 20,000 numbers with an empty one. */
    @Benchmark
    public FeatureSketch mergeSketch() {
        FeatureSketch merged = new FeatureSketch(SketchConfig.window(), KindHint.AUTO);
        merged.merge(full);
        return merged;
    }

    /** A sketch of 5,000 categories with an empty one. */
    @Benchmark
    public FeatureSketch mergeCategories() {
        FeatureSketch merged = new FeatureSketch(SketchConfig.window(), KindHint.AUTO);
        merged.merge(fullOfCategories);
        return merged;
    }

    /** A sketch of 20,000 numbers to its bytes. */
    @Benchmark
    public byte[] writeSketch() {
        return full.toBytes();
    }

    /** A sketch of 20,000 numbers from its bytes. */
    @Benchmark
    public FeatureSketch readSketch() {
        return FeatureSketch.fromBytes(fullBytes);
    }

    /** All 22 features of a window of 20,000 rows: compared with the baseline, and judged together. */
    @Benchmark
    public List<Verdict> judgeWindow() {
        List<FeatureCandidate> candidates = new ArrayList<>(window.size());
        int at = 0;
        for (FeatureBaseline known : baseline.features().values()) {
            candidates.add(new FeatureCandidate(
                    FeatureComparator.compare(known, window.get(at++), WINDOW_ROWS),
                    Thresholds.defaults(),
                    DriftKind.FEATURE));
        }
        return DriftDecision.decide(candidates, LEVEL);
    }
}
