package io.tidemark.standalone.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.csv.ColumnSelection;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.avro.Prediction;
import io.tidemark.schemas.registry.RegistryConfig;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.serde.AvroSerde;
import io.tidemark.stream.decode.DecoderLimits;
import io.tidemark.stream.decode.InferenceEventDecoder;
import io.tidemark.stream.event.EventBuffer;
import io.tidemark.stream.event.NameDictionary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventBaselinesTest {
    private static final Instant NOW = Instant.parse("2024-05-01T00:00:00Z");

    private final NameDictionary names = new NameDictionary(100);
    private final EventBuffer buffer = new EventBuffer();

    private static List<InferenceEvent> events() {
        Random random = new Random(5);
        List<InferenceEvent> events = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Map<String, Object> features = new LinkedHashMap<>();
            features.put("x", random.nextGaussian());
            features.put("flag", random.nextBoolean());
            features.put("colour", random.nextInt(5) == 0 ? null : "red");
            features.put("emb", random.doubles(i % 10, -1, 1).boxed().toList());
            features.put("ids", List.of(1.0, i == 7 ? Double.NaN : 2.0));
            events.add(InferenceEvent.newBuilder()
                    .setInferenceId("i-" + i)
                    .setModelId("m")
                    .setModelVersion("1")
                    .setEventTime(NOW.plusSeconds(i))
                    .setFeatures(features)
                    .setPrediction(Prediction.newBuilder()
                            .setLabel("yes")
                            .setScores(Map.of("yes", 0.5))
                            .build())
                    .build());
        }
        return events;
    }

    private Baseline decoded(ColumnSelection selection) {
        SchemaRegistry registry = SchemaRegistry.connect(RegistryConfig.of("embedded:event-baselines"));
        InferenceEventDecoder decoder = new InferenceEventDecoder(registry, names, DecoderLimits.DEFAULT);
        EventBaselines baselines = new EventBaselines(selection, names);
        for (InferenceEvent event : events()) {
            decoder.decode(
                    AvroSerde.of(InferenceEvent.class, registry).serializer().serialize("t", event), buffer);
            baselines.add(buffer);
        }
        return baselines.build("test", NOW);
    }

    @Test
    void shouldMakeTheSameOfEventsAndOfTheirBytes() {
        Baseline ofObjects = EventBaselines.of(() -> events().stream(), Duration.ofHours(1), "test", NOW);
        Baseline ofBytes = decoded(ColumnSelection.all());

        assertThat(ofBytes.rows()).isEqualTo(ofObjects.rows()).isEqualTo(300);
        assertThat(ofBytes.features().keySet())
                .isEqualTo(ofObjects.features().keySet())
                .hasSize(3 + 2 * 10 + 2)
                .contains("emb#p7", "ids#norm", "$prediction", "$score.yes");
        ofBytes.features()
                .forEach((name, feature) -> assertThat(feature.sketch().toBytes())
                        .as(name)
                        .isEqualTo(
                                ofObjects.feature(name).orElseThrow().sketch().toBytes()));
        assertThat(ofBytes.feature("emb#p0").orElseThrow().sketch().numbers()).isEqualTo(270);
        assertThat(ofBytes.feature("ids#norm").orElseThrow().sketch().infinities())
                .isEqualTo(1);
    }

    @Test
    void shouldSelectAllThatIsWatchedOfAnArrayByTheArraysName() {
        assertThat(decoded(new ColumnSelection(Set.of(), Set.of("ids", "emb#length"), Set.of()))
                        .features()
                        .keySet())
                .contains("x", "emb#norm", "$prediction")
                .doesNotContain("emb#length")
                .noneMatch(name -> name.startsWith("ids"));
        assertThat(decoded(new ColumnSelection(Set.of("emb"), Set.of(), Set.of()))
                        .features()
                        .keySet())
                .hasSize(10 + 2);
    }

    @Test
    void shouldCountAFeatureOnceWithTheValueThatStandsFirst() {
        EventBaselines baselines = new EventBaselines(ColumnSelection.all(), names);
        for (int row = 0; row < 3; row++) {
            buffer.clear();
            buffer.addNumber(names.idOf("a#norm"), 1);
            buffer.addNumber(names.idOf("a#norm"), 50);
            buffer.addNull(names.idOf("b"));
            buffer.addNumber(names.idOf("b"), 50);
            baselines.add(buffer);
        }

        Baseline baseline = baselines.build("test", NOW);

        assertThat(baseline.features().keySet()).containsExactly("a#norm");
        assertThat(baseline.feature("a#norm").orElseThrow().sketch().numbers()).isEqualTo(3);
        assertThat(baseline.feature("a#norm")
                        .orElseThrow()
                        .sketch()
                        .numeric()
                        .orElseThrow()
                        .max())
                .isEqualTo(1);
    }
}
