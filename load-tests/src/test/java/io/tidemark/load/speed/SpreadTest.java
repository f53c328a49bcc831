package io.tidemark.load.speed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SpreadTest {
    /** 1 to {@code count} milliseconds, the longest first. */
    private static Spread of(int count) {
        return Spread.of(
                LongStream.range(0, count).map(i -> (count - i) * 1_000_000).toArray());
    }

    @Test
    void shouldFindTheSmallestThatAShareDoesNotExceed() {
        Spread ten = of(10);

        assertThat(ten.micros(0)).isEqualTo(1_000);
        assertThat(ten.micros(0.5)).isEqualTo(5_000); // five of ten are at most 5 ms
        assertThat(ten.micros(0.51)).isEqualTo(6_000);
        assertThat(ten.micros(0.9)).isEqualTo(9_000);
        assertThat(ten.micros(1)).isEqualTo(10_000);
        assertThat(Spread.of(new long[] {1_500}).micros(0.5)).isEqualTo(1.5);
    }

    @Test
    void shouldHaveAPercentileOnlyWhereOneLiesBeyondIt() {
        assertThat(of(99)).hasToString("median 50,000 µs, longest 99,000 µs (of 99)");
        assertThat(of(100)).hasToString("median 50,000 µs, p99 99,000 µs, longest 100,000 µs (of 100)");
        assertThat(of(1_000))
                .hasToString("median 500,000 µs, p99 990,000 µs, p99.9 999,000 µs, longest 1,000,000 µs (of 1,000)");
    }

    @Test
    void shouldHaveTheSamePercentilesInJson() {
        assertThat(json(99).fieldNames()).toIterable().containsExactly("count", "p50Micros", "maxMicros");
        assertThat(json(100).get("p99Micros").asDouble()).isEqualTo(99_000);
        assertThat(json(100).has("p999Micros")).isFalse();
        assertThat(json(1_000).get("p999Micros").asDouble()).isEqualTo(999_000);
    }

    private static ObjectNode json(int count) {
        ObjectNode node = new ObjectMapper().createObjectNode();
        of(count).toJson(node);
        return node;
    }

    @Test
    void shouldSayInMillisecondsHowLongEventsTake() {
        assertThat(new LatencyResult(of(50), 5_000).toMarkdown())
                .isEqualToIgnoringNewLines("- from a window's close until its drift event can be read: median 25 ms,"
                        + " longest 50 ms (50 windows, 5,000 events a second)");
        assertThat(new LatencyResult(of(100), 5_000).toMarkdown()).contains("p99 99 ms, longest 100 ms (100 windows");
    }
}
