package io.tidemark.retrain.version;

import static io.tidemark.retrain.version.Versions.version;
import static io.tidemark.schemas.avro.ModelStage.ARCHIVED;
import static io.tidemark.schemas.avro.ModelStage.CANARY;
import static io.tidemark.schemas.avro.ModelStage.PRODUCTION;
import static io.tidemark.schemas.avro.ModelStage.ROLLED_BACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.retrain.version.VersionChanges.NotPossibleException;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.serving.version.ServingPlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VersionChangesTest {
    /** A clock that is behind the one that wrote the versions. */
    private static final Instant NOW = Instant.ofEpochMilli(500);

    private final List<ModelVersion> versions = new ArrayList<>(
            List.of(version("1", PRODUCTION, 100), version("2", PRODUCTION, 1_000), version("3", CANARY, 2_000)));

    private VersionChanges changes() {
        return new VersionChanges("flights", versions, "ada", NOW);
    }

    private Optional<String> champion() {
        return ServingPlan.of(versions).champion().map(ModelVersion::getVersion);
    }

    private void write(ModelVersion changed) {
        versions.removeIf(known -> known.getVersion().equals(changed.getVersion()));
        versions.add(changed);
    }

    @Test
    void shouldLetAVersionAnswerThatWasPromotedThoughTheClockIsBehind() {
        ModelVersion promoted = changes().promote("3", "the campaign starts");
        write(promoted);

        assertThat(champion()).contains("3");
        assertThat(promoted.getStageSince()).isEqualTo(Instant.ofEpochMilli(2_001));
        assertThat(promoted.getReason()).isEqualTo("the campaign starts");
        assertThat(promoted.getChangedBy()).isEqualTo("ada");
        assertThat(promoted.getMetrics()).containsEntry("logLoss", 0.4);
        assertThat(promoted.getBaselineId()).isEqualTo("b-3");
    }

    @Test
    void shouldPutTheVersionBeforeBackWithOneRecord() {
        ModelVersion back = changes().rollback("");
        assertThat(back.getVersion()).isEqualTo("2");
        assertThat(back.getStage()).isEqualTo(ROLLED_BACK);

        write(back);
        assertThat(champion()).contains("1");
    }

    /** Rolled back once, there is nothing before it. */
    @Test
    void shouldNotRollBackIntoNothing() {
        write(changes().rollback(""));

        assertThatThrownBy(() -> changes().rollback(""))
                .isInstanceOf(NotPossibleException.class)
                .hasMessageContaining("before version 1");
    }

    @Test
    void shouldPromoteAVersionAgainThatWasRolledBack() {
        write(changes().rollback(""));
        write(changes().promote("2", ""));

        assertThat(champion()).contains("2");
    }

    @Test
    void shouldArchiveWhatDoesNotAnswer() {
        assertThat(changes().archive("1", "").getStage()).isEqualTo(ARCHIVED);
        assertThatThrownBy(() -> changes().archive("2", ""))
                .isInstanceOf(NotPossibleException.class)
                .hasMessageContaining("version 2 of flights answers");
    }

    @Test
    void shouldNameTheVersionsThatThereAre() {
        assertThatThrownBy(() -> changes().promote("9", ""))
                .isInstanceOf(NotPossibleException.class)
                .hasMessage("there is no version 9 of flights; there are 1, 2, 3");
        assertThatThrownBy(() -> changes().promote("2", "")).hasMessageContaining("answers already");
    }

    @Test
    void shouldCountOnFromTheHighestNumberThatWasEverUsed() {
        assertThat(VersionNames.next(List.of(), List.of())).isEqualTo("1");
        assertThat(VersionNames.next(versions, List.of())).isEqualTo("4");
        assertThat(VersionNames.next(versions, List.of("17", "v99", "latest"))).isEqualTo("18");
        assertThat(VersionNames.next(List.of(version("9", ARCHIVED, 1), version("10", ARCHIVED, 2)), List.of()))
                .isEqualTo("11");
    }
}
