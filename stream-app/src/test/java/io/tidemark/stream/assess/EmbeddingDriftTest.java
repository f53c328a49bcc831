package io.tidemark.stream.assess;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.profile.embedding.EmbeddingNames;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.NumericSketch;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.registry.RegistryConfig;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.serde.AvroSerde;
import io.tidemark.stream.assess.Assessment.EpisodeChanged;
import io.tidemark.stream.assess.Assessment.WindowAssessed;
import io.tidemark.stream.control.ControlPlane;
import io.tidemark.stream.decode.DecoderLimits;
import io.tidemark.stream.decode.InferenceEventDecoder;
import io.tidemark.stream.event.EventBuffer;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.window.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Embeddings from bytes to episodes: both steps without Kafka, and a baseline that the first windows teach. */
class EmbeddingDriftTest {
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long T0 = 978_307_200_000L;
    private static final int ROWS = 1_000;
    private static final int DIMENSIONS = 64;

    private final SchemaRegistry registry = SchemaRegistry.connect(RegistryConfig.of("embedded:" + UUID.randomUUID()));
    private final Serializer<InferenceEvent> serializer =
            AvroSerde.of(InferenceEvent.class, registry).serializer();
    private final ControlPlane control = new ControlPlane();
    private final TwoSteps steps = new TwoSteps(1, control);
    private final InferenceEventDecoder decoder =
            new InferenceEventDecoder(registry, steps.names(0), DecoderLimits.DEFAULT);
    private final Random random = new Random(11);
    private final double[] center = normals();

    private double[] normals() {
        return random.doubles(DIMENSIONS, 0, 1).map(_ -> random.nextGaussian()).toArray();
    }

    /** The events of one hour: a Gaussian cloud around the center, changed, and in any order. */
    private void feedHour(int hour, UnaryOperator<double[]> change) {
        List<List<Double>> embeddings = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            double[] embedding = normals();
            Arrays.setAll(embedding, i -> embedding[i] + center[i]);
            embeddings.add(Arrays.stream(change.apply(embedding)).boxed().toList());
        }
        feed(hour, embeddings);
    }

    private void feed(int hour, List<? extends @Nullable List<Double>> embeddings) {
        for (int row = 0; row < embeddings.size(); row++) {
            List<Double> embedding = embeddings.get(row);
            EventBuffer event = new EventBuffer();
            decoder.decode(
                    serializer.serialize(
                            "t",
                            InferenceEvent.newBuilder()
                                    .setInferenceId("i-" + hour + "-" + row)
                                    .setModelId("search")
                                    .setModelVersion("1")
                                    .setEventTime(
                                            Instant.ofEpochMilli(T0 + hour * HOUR + row * HOUR / embeddings.size()))
                                    .setFeatures(embedding == null ? Map.of() : Map.of("emb", embedding))
                                    .build()),
                    event);
            assertThat(steps.feed(0, event)).isEqualTo(Outcome.PROFILED);
        }
    }

    private void learnBaseline() {
        control.apply(MonitorSpec.defaults("search").withLearning(3 * ROWS, Duration.ZERO));
        for (int hour = 0; hour < 3; hour++) {
            feedHour(hour, UnaryOperator.identity());
        }
    }

    /** The features with an episode after everything has been judged. */
    private Set<String> drifted() {
        steps.finish();
        steps.deliverAll();
        return steps.episodes().stream().map(EpisodeChanged::subject).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void shouldBeQuietWhereNothingChanges() {
        learnBaseline();
        for (int hour = 3; hour < 13; hour++) {
            feedHour(hour, UnaryOperator.identity());
        }

        assertThat(drifted()).isEmpty();
        assertThat(steps.windows()).hasSize(13);
        WindowAssessed last = steps.windows().getLast();
        assertThat(last.features().keySet()).containsExactlyInAnyOrderElementsOf(EmbeddingNames.of("emb"));
    }

    /** Each pair of neighbouring dimensions is turned by a right angle, so that all norms stay as they are. */
    @Test
    void shouldFindARotationThatLeavesEveryNorm() {
        learnBaseline();
        feedHour(3, embedding -> {
            double[] turned = new double[DIMENSIONS];
            for (int i = 0; i < DIMENSIONS; i += 2) {
                turned[i] = -embedding[i + 1];
                turned[i + 1] = embedding[i];
            }
            return turned;
        });

        assertThat(drifted()).isNotEmpty().allMatch(name -> name.startsWith("emb#p"));
    }

    /** Half of the dimensions go up and half go down by a standard deviation, and every row is scaled to its old norm. */
    @Test
    void shouldFindAShiftThatLeavesEveryNorm() {
        learnBaseline();
        feedHour(3, embedding -> {
            double[] shifted = new double[DIMENSIONS];
            Arrays.setAll(shifted, i -> embedding[i] + (i < DIMENSIONS / 2 ? 1 : -1));
            double scale = norm(embedding) / norm(shifted);
            return Arrays.stream(shifted).map(x -> x * scale).toArray();
        });

        assertThat(drifted()).isNotEmpty().allMatch(name -> name.startsWith("emb#p"));
    }

    private static double norm(double[] x) {
        return Math.sqrt(Arrays.stream(x).map(v -> v * v).sum());
    }

    @Test
    void shouldFindAnotherScaleInTheNorm() {
        learnBaseline();
        feedHour(3, embedding -> Arrays.stream(embedding).map(x -> 1.5 * x).toArray());

        assertThat(drifted()).contains("emb#norm").doesNotContain("emb#length");
    }

    @Test
    void shouldFindAnotherLength() {
        learnBaseline();
        feedHour(3, embedding -> Arrays.copyOf(embedding, DIMENSIONS / 2));

        assertThat(drifted()).contains("emb#length", "emb#norm");
    }

    @Test
    void shouldFindBrokenElementsAndMissingArraysInTheQualityOfTheData() {
        learnBaseline();
        feedHour(3, embedding -> {
            if (random.nextInt(10) == 0) {
                embedding[5] = Double.NaN;
            }
            return embedding;
        });
        assertThat(drifted()).contains("emb#norm", "emb#p0", "emb#p7").doesNotContain("emb#length");
        WindowAssessed broken = steps.windows().getLast();
        assertThat(sketch(broken, "emb#norm").infinities()).isBetween(60L, 140L);

        feed(4, Collections.nCopies(ROWS, null));
        assertThat(drifted()).contains("emb#length");
    }

    @Test
    void shouldNotDependOnTheOrderOfEvents() {
        List<List<Double>> embeddings = new ArrayList<>();
        for (int row = 0; row < 500; row++) {
            embeddings.add(Arrays.stream(normals()).boxed().toList());
        }
        feed(0, embeddings);
        Collections.shuffle(embeddings, random);
        feed(1, embeddings);
        drifted();

        WindowAssessed first = steps.windows().get(0);
        WindowAssessed second = steps.windows().get(1);
        for (String name : EmbeddingNames.of("emb")) {
            assertThat(quantiles(second, name)).as(name).isEqualTo(quantiles(first, name));
        }
    }

    private static FeatureSketch sketch(WindowAssessed window, String name) {
        return Objects.requireNonNull(window.features().get(name), name).sketch();
    }

    private static List<Double> quantiles(WindowAssessed window, String name) {
        NumericSketch sketch = sketch(window, name).numeric().orElseThrow();
        return Arrays.stream(new double[] {0, 0.1, 0.5, 0.9, 1})
                .mapToObj(sketch::quantile)
                .toList();
    }
}
