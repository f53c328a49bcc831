package io.tidemark.stream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.schemas.access.TopicRights;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.schemas.topic.TopicCatalogue;
import io.tidemark.stream.config.MonitorConfig;
import io.tidemark.stream.config.Role;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StreamsResourcesTest {
    private static final MonitorConfig CONFIG = new MonitorConfig(Map.of("tidemark.topic.prefix", "team."));

    /** Rights are made from the catalogue: what it says of the roles is what their topologies do, no less and no more. */
    @ParameterizedTest
    @EnumSource(value = Role.class, names = "INGEST", mode = EnumSource.Mode.EXCLUDE)
    void shouldReadAndWriteTheTopicsThatTheCatalogueSays(Role role) {
        StreamsResources resources = StreamsResources.of(CONFIG, role);

        assertThat(resources.sources()).containsExactlyInAnyOrderElementsOf(topics(role, AclOperation.READ));
        assertThat(resources.sinks()).containsExactlyInAnyOrderElementsOf(topics(role, AclOperation.WRITE));
    }

    private static List<String> topics(Role role, AclOperation operation) {
        return new TopicCatalogue("team.")
                .all().stream()
                        .filter(topic -> TopicRights.needed(topic, role.part()).contains(operation))
                        .map(Topic::name)
                        .toList();
    }

    @Test
    void shouldNameTheInternalTopicsAsKafkaStreamsDoes() {
        StreamsResources drift = StreamsResources.of(CONFIG, Role.DRIFT);

        assertThat(drift.applicationId()).isEqualTo("team.monitor");
        assertThat(drift.internalTopics())
                .containsExactly(
                        "team.monitor-live-assessments-changelog",
                        "team.monitor-live-profiles-changelog",
                        "team.monitor-profiles-repartition",
                        "team.monitor-window-history-changelog");
    }
}
