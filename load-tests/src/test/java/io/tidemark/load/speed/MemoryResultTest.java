package io.tidemark.load.speed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class MemoryResultTest {
    private static final MemoryResult RESULT = new MemoryResult(
            new MemoryResult.Run(4_000, 25, 8_000_000, 2_000_000, 1_000_000),
            new MemoryResult.Run(500, 5_000, 18_500_000, 5_450_000, 12_000_000));

    @Test
    void shouldTellWhatAThousandFeatureWindowsTake() {
        assertThat(RESULT.toMarkdown())
                .contains("| 4,000 | 25 | 2.0 MB | 0.5 MB | 0.3 MB |", "| 500 | 5,000 | 37.0 MB | 10.9 MB | 24.0 MB |");
    }

    @Test
    void shouldTellItInBytesInJson() {
        ObjectNode root = new ObjectMapper().createObjectNode();

        RESULT.toJson(root);

        assertThat(root.at("/memory/small/heapBytesPerThousand").asDouble()).isEqualTo(2_000_000);
        assertThat(root.at("/memory/small/diskBytesPerThousand").asDouble()).isEqualTo(250_000);
        assertThat(root.at("/memory/full/rocksDbBytesPerThousand").asDouble()).isEqualTo(10_900_000);
    }
}
