package io.tidemark.load.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.standalone.cluster.Cluster;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class GroupWorkTest {
    private static final Map<TopicPartition, Long> ENDS = Map.of(new TopicPartition("tidemark.inference-logs", 0), 7L);

    /** No broker is there. */
    private final Cluster cluster = new Cluster(
            Map.of("bootstrap.servers", "127.0.0.1:1", "request.timeout.ms", "100", "default.api.timeout.ms", "100"));

    @Test
    void shouldNotTakeSilenceOfBrokersForAnAnswer() {
        try (GroupWork work = new GroupWork(cluster)) {
            assertThat(work.committed()).isEmpty();
            assertThat(work.lag()).isEmpty();
            assertThat(work.lag(ENDS)).isEmpty();
            assertThat(work.isDone(ENDS)).isFalse();
            assertThatThrownBy(() -> work.lagTo(ENDS)).hasMessageContaining("no broker answers");
        }
    }
}
