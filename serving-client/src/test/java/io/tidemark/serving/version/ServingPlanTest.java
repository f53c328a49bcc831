package io.tidemark.serving.version;

import static io.tidemark.schemas.avro.ModelStage.ARCHIVED;
import static io.tidemark.schemas.avro.ModelStage.CANARY;
import static io.tidemark.schemas.avro.ModelStage.CANDIDATE;
import static io.tidemark.schemas.avro.ModelStage.PRODUCTION;
import static io.tidemark.schemas.avro.ModelStage.REJECTED;
import static io.tidemark.schemas.avro.ModelStage.ROLLED_BACK;
import static io.tidemark.schemas.avro.ModelStage.SHADOW;
import static io.tidemark.schemas.avro.ModelStage.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.schemas.avro.GoldenPrediction;
import io.tidemark.schemas.avro.ModelArtifactRef;
import io.tidemark.schemas.avro.ModelLineage;
import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class ServingPlanTest {

    @Test
    void shouldServeTheLatestOfEachStage() {
        ServingPlan plan = ServingPlan.of(List.of(
                version("1", PRODUCTION, 1),
                version("2", PRODUCTION, 7),
                version("3", PRODUCTION, 5),
                version("4", CANARY, 2),
                version("5", CANARY, 4),
                version("6", SHADOW, 1),
                version("7", SHADOW, 3)));

        assertThat(plan.champion()).map(ModelVersion::getVersion).contains("2");
        assertThat(plan.previous()).map(ModelVersion::getVersion).contains("3");
        assertThat(plan.canary()).map(ModelVersion::getVersion).contains("5");
        assertThat(names(plan.shadows())).containsExactly("7", "6");
        assertThat(names(plan.all())).containsExactly("2", "5", "3", "7", "6");
    }

    @Test
    void shouldServeNoOtherStage() {
        List<ModelVersion> others = new ArrayList<>();
        for (ModelStage stage : List.of(UNKNOWN, CANDIDATE, ARCHIVED, REJECTED, ROLLED_BACK)) {
            others.add(version(stage.name(), stage, 9));
        }

        assertThat(ServingPlan.of(others).all()).isEmpty();
        assertThat(ServingPlan.of(List.of()).champion()).isEmpty();
    }

    @Test
    void shouldPutTheOneBeforeBackWhenTheNewestLeavesProduction() {
        ServingPlan plan = ServingPlan.of(List.of(version("1", PRODUCTION, 1), version("2", ROLLED_BACK, 3)));

        assertThat(plan.champion()).map(ModelVersion::getVersion).contains("1");
        assertThat(plan.previous()).isEmpty();
    }

    @Test
    void shouldTakeTheHigherNumberOfTwoOfOneInstant() {
        ServingPlan plan = ServingPlan.of(
                List.of(version("9", PRODUCTION, 1), version("10", PRODUCTION, 1), version("8", PRODUCTION, 1)));

        assertThat(names(plan.all())).containsExactly("10", "9");
    }

    @Property(tries = 100)
    void shouldNotDependOnTheOrderOfTheVersions(@ForAll long seed) {
        Random random = new Random(seed);
        List<ModelVersion> versions = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            ModelStage stage = List.of(PRODUCTION, CANARY, SHADOW, ARCHIVED).get(random.nextInt(4));
            versions.add(version(Integer.toString(i), stage, random.nextInt(3)));
        }
        ServingPlan plan = ServingPlan.of(versions);
        Collections.shuffle(versions, random);

        assertThat(ServingPlan.of(versions)).isEqualTo(plan);
    }

    /** By position, so that a field which is added later and forgotten shows. */
    @Test
    void shouldChangeTheStageAndNothingElse() {
        ModelVersion before = version("1", SHADOW, 1);

        ModelVersion after = new StageChange(CANARY, Instant.ofEpochMilli(5), 0.1, "no worse", "worker").of(before);

        List<String> changed = before.getSchema().getFields().stream()
                .filter(field -> !Objects.equals(before.get(field.pos()), after.get(field.pos())))
                .map(Schema.Field::name)
                .toList();
        assertThat(changed).containsExactly("stage", "stageSince", "canaryShare", "reason", "changedBy");
    }

    @Test
    void shouldBoundTheShareOfTheCanary() {
        assertThat(share(0.25)).isEqualTo(0.25);
        assertThat(share(-1)).isZero();
        assertThat(share(7)).isOne();
        assertThat(share(Double.NaN)).isZero();
        assertThat(ServingPlan.of(List.of()).canaryShare()).isZero();
    }

    private static double share(double given) {
        ModelVersion canary =
                new StageChange(CANARY, Instant.EPOCH, given, "grows", "worker").of(version("1", SHADOW, 1));
        return ServingPlan.of(List.of(canary)).canaryShare();
    }

    private static List<String> names(List<ModelVersion> versions) {
        return versions.stream().map(ModelVersion::getVersion).toList();
    }

    private static ModelVersion version(String name, ModelStage stage, long since) {
        return ModelVersion.newBuilder()
                .setModelId("flights")
                .setVersion(name)
                .setStage(stage)
                .setStageSince(Instant.ofEpochMilli(since))
                .setCreatedAt(Instant.EPOCH)
                .setArtifact(ModelArtifactRef.newBuilder()
                        .setTopic("t")
                        .setPartition(0)
                        .setFirstOffset(0)
                        .setChunks(1)
                        .setBytes(1)
                        .setSha256("")
                        .build())
                .setGolden(List.of(GoldenPrediction.newBuilder().setValue(1.0).build()))
                .setPositive("late")
                .setBaselineId("b")
                .setMetrics(Map.of("logLoss", 0.4))
                .setChampionVersion("0")
                .setChampionMetrics(Map.of("logLoss", 0.5))
                .setLineage(ModelLineage.newBuilder().setData(List.of()).build())
                .build();
    }
}
