package io.tidemark.retrain.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.retrain.job.JobRecords;
import io.tidemark.retrain.version.Versions;
import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.RetrainJob;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class ModelTablesTest {
    private final ModelTables tables = new ModelTables();

    private static ModelVersion version(String model, String version) {
        return Versions.builder(model, version, ModelStage.CANDIDATE, Instant.EPOCH)
                .build();
    }

    private static RetrainJob job(String id, String model) {
        return JobRecords.requested(id, model, List.of(), "somebody", "", Instant.EPOCH);
    }

    private static ConsumerRecord<byte[], byte[]> record(String key, boolean removes) {
        return new ConsumerRecord<>("topic", 0, 0, key.getBytes(UTF_8), removes ? null : new byte[] {1});
    }

    private void versionAt(String key, ModelVersion version) {
        tables.versions((topic, bytes) -> version).accept(record(key, false));
    }

    private void jobAt(String key, RetrainJob job) {
        tables.jobs((topic, bytes) -> job).accept(record(key, false));
    }

    @Test
    void shouldHoldTheLastRecordOfEachKey() {
        versionAt("a/1", version("a", "1"));
        versionAt("a/2", version("a", "2"));
        versionAt("x%2Fy/1", version("x/y", "1"));
        jobAt("job-1", job("job-1", "b"));

        assertThat(tables.versions("a")).extracting(ModelVersion::getVersion).containsExactly("1", "2");
        assertThat(tables.versions("x/y")).hasSize(1);
        assertThat(tables.jobs("b")).hasSize(1);
        assertThat(tables.models()).containsExactly("a", "b", "x/y");

        tables.versions((topic, bytes) -> version("a", "1")).accept(record("a/1", true));
        tables.jobs((topic, bytes) -> job("job-1", "b")).accept(record("job-1", true));
        assertThat(tables.versions("a")).extracting(ModelVersion::getVersion).containsExactly("2");
        assertThat(tables.jobs("b")).isEmpty();
        assertThat(tables.job("job-1")).isEmpty();
    }

    /** Acted upon, such a record would be written under its own key, and stand here as it is for ever. */
    @Test
    void shouldRefuseARecordWhoseKeyIsNotItsOwn() {
        assertThatThrownBy(() -> versionAt("a/1", version("b", "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("its key is \"a/1\", that of its value would be \"b/1\"");
        assertThatThrownBy(() -> versionAt("a", version("a", "1"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> jobAt("job-2", job("job-1", "b"))).isInstanceOf(IllegalArgumentException.class);

        assertThat(tables.models()).isEmpty();
    }
}
