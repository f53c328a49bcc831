package io.tidemark.stream.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.stream.window.ProfileMessage;
import io.tidemark.stream.window.ProfileMessage.Heartbeat;
import io.tidemark.stream.window.ProfileMessage.Watermark;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyOrAllPartitionerTest {
    private final KeyOrAllPartitioner<ProfileMessage> partitioner =
            new KeyOrAllPartitioner<>(message -> message instanceof Heartbeat);

    @Test
    void shouldSendHeartbeatsToEveryTask() {
        assertThat(partitioner.partitions("profiles", new byte[0], new Heartbeat(0, 1), 3))
                .contains(Set.of(0, 1, 2));
    }

    @Test
    void shouldLeaveTheRestToTheModelsKey() {
        assertThat(partitioner.partitions("profiles", "m".getBytes(UTF_8), new Watermark("m", 0, 1, 5, false, 5, 5), 3))
                .as("by the key's hash")
                .isEmpty();
    }
}
