package io.tidemark.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicCatalogueTest {
    private final TopicCatalogue topics = TopicCatalogue.withDefaultPrefix();

    @Test
    void shouldNameEveryTopicWithThePrefix() {
        assertThat(topics.all())
                .extracting(Topic::name)
                .containsExactly(
                        "tidemark.inference-logs",
                        "tidemark.ground-truth",
                        "tidemark.monitors",
                        "tidemark.baselines",
                        "tidemark.window-profiles",
                        "tidemark.drift-events",
                        "tidemark.performance",
                        "tidemark.labeled-examples",
                        "tidemark.retrain-jobs",
                        "tidemark.model-versions",
                        "tidemark.model-artifacts",
                        "tidemark.serving-status",
                        "tidemark.ledger",
                        "tidemark.dead-letters");
        assertThat(new TopicCatalogue("").driftEvents().name()).isEqualTo("drift-events");
        assertThat(new TopicCatalogue("ml_").driftEvents().subject()).isEqualTo("ml_drift-events-value");
    }

    /** The columns key, cleanup and retention, and partitions. */
    @Test
    void shouldBeWhatTheDocumentationLists() throws Exception {
        String page = Files.readString(Path.of("../docs/operations.md"));

        for (Topic<?, ?> topic : new TopicCatalogue("").all()) {
            String retention = Optional.ofNullable(topic.configs().get("retention.ms"))
                    .map(ms -> ", " + Duration.ofMillis(Long.parseLong(ms)).toDays() + " days")
                    .orElse("");
            assertThat(page.lines().filter(line -> line.startsWith("| `" + topic.name() + "` | " + topic.key() + " |")))
                    .as("row of %s", topic.name())
                    .singleElement()
                    .asString()
                    .contains("| " + topic.cleanup().config() + retention + " | " + topic.partitions() + " |");
        }
    }

    @Test
    void shouldPartitionWhatIsJoinedAlike() {
        assertThat(topics.groundTruth().partitions())
                .isEqualTo(topics.inferenceLogs().partitions());
    }

    @Test
    void shouldLeaveRoomForADeadLetterAroundTheLargestOrdinaryRecord() {
        NewTopic created = topics.deadLetters().toNewTopic(Optional.empty());

        assertThat(created.configs())
                .containsEntry("max.message.bytes", "2097152")
                .containsEntry("cleanup.policy", "delete");
    }

    @Test
    void shouldCompactWhatIsState() {
        assertThat(topics.all())
                .filteredOn(topic -> topic.cleanup() == CleanupPolicy.COMPACT)
                .extracting(Topic::name)
                .containsExactly(
                        "tidemark.monitors",
                        "tidemark.baselines",
                        "tidemark.retrain-jobs",
                        "tidemark.model-versions",
                        "tidemark.model-artifacts",
                        "tidemark.serving-status",
                        "tidemark.ledger");
    }

    @Test
    void shouldCompressWhatTidemarkWritesSoThatEveryClientCanReadIt() {
        assertThat(topics.all())
                .filteredOn(topic -> !"gzip".equals(compression(topic)))
                .extracting(Topic::name)
                .containsExactly("tidemark.inference-logs", "tidemark.ground-truth");
    }

    @Test
    void shouldKeepTheCompressionThatApplicationsChose() {
        assertThat(compression(topics.inferenceLogs())).isEqualTo("producer");
        assertThat(compression(topics.groundTruth())).isEqualTo("producer");
    }

    private static @Nullable String compression(Topic<?, ?> topic) {
        return topic.toNewTopic(Optional.empty()).configs().get("compression.type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"with space", "ümlaut", "a/b"})
    void shouldRefuseAPrefixThatKafkaWould(String prefix) {
        assertThatThrownBy(() -> new TopicCatalogue(prefix))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("prefix");
    }
}
