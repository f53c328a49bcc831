package io.tidemark.stream.view;

import static io.tidemark.stream.view.Profiles.feature;
import static io.tidemark.stream.view.Profiles.hour;
import static io.tidemark.stream.view.Profiles.place;
import static io.tidemark.stream.view.Profiles.window;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.schemas.avro.ModelArtifactRef;
import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.Severity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelStagesTest {
    private final WindowHistory windows = new WindowHistory(1 << 20);

    private void windowOf(String version, int hour) {
        windows.add(
                window(new SeriesKey("flights", version, "all"), hour, feature("x", Severity.NONE, 0)), place(hour));
    }

    private ModelStages stages(ModelVersion... versions) {
        return new ModelStages("flights", windows, List.of(versions));
    }

    private static ModelVersion version(String version, ModelStage stage, int since) {
        return ModelVersion.newBuilder()
                .setModelId("flights")
                .setVersion(version)
                .setStage(stage)
                .setStageSince(hour(since))
                .setCreatedAt(hour(0))
                .setArtifact(ModelArtifactRef.newBuilder()
                        .setTopic("model-artifacts")
                        .setPartition(0)
                        .setFirstOffset(0)
                        .setChunks(1)
                        .setBytes(1)
                        .setSha256("")
                        .build())
                .setGolden(List.of())
                .setMetrics(Map.of())
                .setChampionMetrics(Map.of())
                .setLineage(null)
                .build();
    }

    @Test
    void shouldSayThatTheLatestInProductionAnswers() {
        ModelStages stages = stages(version("1", ModelStage.PRODUCTION, 1), version("2", ModelStage.PRODUCTION, 2));

        assertThat(stages.answering()).map(ModelVersion::getVersion).hasValue("2");
    }

    @Test
    void shouldTellVersionsApartThatAnswerNoMore() {
        windowOf("1", 1);
        windowOf("2", 2);

        assertThat(stages(version("1", ModelStage.PRODUCTION, 0), version("2", ModelStage.PRODUCTION, 1))
                        .former())
                .containsExactly("1");
        assertThat(stages(version("2", ModelStage.PRODUCTION, 1)).former())
                .as("one that was never published")
                .containsExactly("1");
    }

    /** Some application may not follow the versions. */
    @Test
    void shouldNotCallAVersionFormerThatIsAskedAllTheSame() {
        windowOf("1", 2);
        windowOf("2", 2);

        assertThat(stages(version("1", ModelStage.ARCHIVED, 0), version("2", ModelStage.PRODUCTION, 1))
                        .former())
                .isEmpty();
    }

    @Test
    void shouldNotCallAVersionFormerThatIsOnItsWay() {
        windowOf("1", 2);

        assertThat(stages(
                                version("1", ModelStage.PRODUCTION, 0),
                                version("2", ModelStage.SHADOW, 1),
                                version("3", ModelStage.CANARY, 1))
                        .former())
                .isEmpty();
    }

    @Test
    void shouldCallNoneFormerWhereNoneIsInProduction() {
        windowOf("1", 1);
        windowOf("2", 2);

        assertThat(stages().former()).isEmpty();
    }
}
