package io.tidemark.load.speed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScalingResultTest {
    /** 50,000 nanoseconds of CPU for an event of 1,000 features, or 40,000, or 100,000. */
    private static final ScalingResult.Run WIDE = new ScalingResult.Run(
            new EventShape(1_000, 1, 10),
            List.of(
                    new Rate(18_000, 20_000, 1.5, 12),
                    new Rate(22_000, 25_000, 1.5, 10.1),
                    new Rate(9_000, 10_000, 1.5, 11)));

    private static final ScalingResult.Run NARROW = new ScalingResult.Run(
            new EventShape(20, 100, 1), List.of(new Rate(1, 1, 1, 15), new Rate(1, 1, 1, 16), new Rate(1, 1, 1, 17)));

    private static final ScalingResult RESULT = new ScalingResult(Duration.ofSeconds(2), List.of(WIDE, NARROW));

    @Test
    void shouldSpreadTheCpuTimeOfAnEventOverItsValues() {
        assertThat(WIDE.nanosPerValue(new Rate(1, 20_000, 1, 1))).isEqualTo(50);
    }

    @Test
    void shouldSayForHowManyCommitsTheShortestRunWasWatched() {
        assertThat(RESULT.commits()).isEqualTo(5); // 10.1 s hold five times 2 s
    }

    @Test
    void shouldHaveMediansAndSpreadInItsTable() {
        assertThat(RESULT.toMarkdown())
                .contains("Runs of each shape, in turns: 3.", "at least 5 commit intervals of 2,000 ms")
                .contains("| 1,000 | 1 | 10 | 18,000 (9,000 to 22,000) | 20,000 | 50 (40 to 100) |");
    }

    @Test
    void shouldHaveTheNumberOfRunsInJson() {
        ObjectNode root = new ObjectMapper().createObjectNode();

        RESULT.toJson(root);

        JsonNode scaling = root.get("scaling");
        assertThat(scaling.get("commitIntervalsOfARun").asInt()).isEqualTo(5);
        JsonNode wide = scaling.get("shapes").get(0);
        assertThat(wide.get("runs").asInt()).isEqualTo(3);
        assertThat(wide.get("medianRecordsPerSecond").asDouble()).isEqualTo(18_000);
        assertThat(wide.get("medianCpuNanosPerFeatureValue").asDouble()).isEqualTo(50);
        assertThat(wide.get("minCpuNanosPerFeatureValue").asDouble()).isEqualTo(40);
        assertThat(wide.get("maxCpuNanosPerFeatureValue").asDouble()).isEqualTo(100);
    }
}
