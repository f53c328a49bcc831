package io.tidemark.retrain.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.retrain.job.JobRecords;
import io.tidemark.retrain.table.ModelTables;
import io.tidemark.schemas.avro.JobState;
import io.tidemark.schemas.avro.RetrainJob;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkerMetersTest {
    private static final Instant BEGUN = Instant.parse("2026-03-01T08:00:00Z");

    private final WorkerStatus status = new WorkerStatus();
    private final AtomicBoolean ready = new AtomicBoolean();
    private final WorkerMeters meters = new WorkerMeters(status, ready::get, () -> BEGUN.plusMillis(90_500));

    @AfterEach
    void close() {
        meters.close();
    }

    private static RetrainJob begun(String id) {
        RetrainJob job = JobRecords.requested(id, "flights", List.of(), "w1", "", BEGUN.minusSeconds(60));
        return JobRecords.begun(job, "r1", "w1", BEGUN);
    }

    private static ModelTables tables(RetrainJob... jobs) {
        ModelTables tables = new ModelTables();
        for (RetrainJob job : jobs) {
            tables.jobs((_, _) -> job)
                    .accept(new ConsumerRecord<>("jobs", 0, 0, job.getJobId().getBytes(UTF_8), new byte[1]));
        }
        return tables;
    }

    @Test
    void shouldTellOfJobsByStateAndHowLongOneRuns() {
        RetrainJob failed = JobRecords.ended(begun("b"), JobState.FAILED, "", Optional.empty(), "w1", BEGUN);
        status.tell(tables(begun("a"), failed), Optional.of(begun("a")));

        assertThat(meters.scrape())
                .contains("tidemark_retrain_jobs{model=\"flights\",state=\"collecting\"} 1.0")
                .contains("tidemark_retrain_jobs{model=\"flights\",state=\"failed\"} 1.0")
                .contains("tidemark_retrain_running_seconds{model=\"flights\"} 90.5")
                .contains("jvm_memory_used_bytes");
    }

    @Test
    void shouldForgetTheJobThatHasEnded() {
        status.tell(tables(begun("a")), Optional.of(begun("a")));
        var _ = meters.scrape();
        status.tell(tables(), Optional.empty());

        assertThat(meters.scrape())
                .doesNotContain("tidemark_retrain_running_seconds{")
                .doesNotContain("tidemark_retrain_jobs{");
    }

    /** An alert looks at tidemark_ready to see whether any monitor is. */
    @Test
    void shouldNotPassForAMonitor() {
        ready.set(true);
        System.gc(); // Micrometer holds what it asks by weak references

        assertThat(meters.scrape()).contains("tidemark_worker_ready 1.0").doesNotContain("\ntidemark_ready");
    }
}
