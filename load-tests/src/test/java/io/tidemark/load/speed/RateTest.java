package io.tidemark.load.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class RateTest {
    private static List<Rate> perSecond(double... rates) {
        return DoubleStream.of(rates)
                .mapToObj(rate -> new Rate(rate, 2 * rate, 1, 10))
                .toList();
    }

    @Test
    void shouldBeWhatWasDoneByClockAndByCpu() {
        // 500 in two seconds, one of which the reading thread computed; three seconds of CPU in all
        Rate rate = Rate.of(500, 2_000_000_000L, new BusyThreads(1_000_000_000L, 3_000_000_000L));

        assertThat(rate).isEqualTo(new Rate(250, 500, 1.5, 2));
    }

    @Test
    void shouldTakeTheMiddleOfAnOddNumber() {
        assertThat(Rate.median(perSecond(30, 10, 20), Rate::perSecond)).isEqualTo(20);
        assertThat(Rate.median(perSecond(7), Rate::perSecond)).isEqualTo(7);
    }

    @Test
    void shouldTakeTheMeanOfTheMiddleTwoOfAnEvenNumber() {
        assertThat(Rate.median(perSecond(100, 10, 30, 20), Rate::perSecond)).isEqualTo(25);
    }

    @Test
    void shouldFindLeastAndMost() {
        assertThat(Rate.least(perSecond(30, 10, 20), Rate::perCpuSecond)).isEqualTo(20);
        assertThat(Rate.most(perSecond(30, 10, 20), Rate::perCpuSecond)).isEqualTo(60);
    }

    @Test
    void shouldTellOfEveryRound() {
        ObjectNode node = new ObjectMapper().createObjectNode();

        Rate.toJson(perSecond(30, 10, 20), "Pairs", node);

        assertThat(node.get("medianPairsPerSecond").asDouble()).isEqualTo(20);
        assertThat(node.get("minPairsPerSecond").asDouble()).isEqualTo(10);
        assertThat(node.get("maxPairsPerSecond").asDouble()).isEqualTo(30);
        assertThat(node.get("medianPairsPerCpuSecond").asDouble()).isEqualTo(40);
        assertThat(node.get("rounds").findValues("pairsPerSecond"))
                .extracting(rate -> rate.asInt())
                .containsExactly(30, 10, 20);
    }

    @Test
    void shouldCompareTwoThreadsWithOne() {
        ThreadsResult threads = new ThreadsResult(
                List.of(new Rate(100, 120, 1, 10), new Rate(110, 130, 1, 10), new Rate(90, 110, 1, 10)),
                List.of(new Rate(150, 96, 2, 10), new Rate(160, 114, 2, 10), new Rate(170, 108, 2, 10)));

        assertThat(threads.speedUp()).isCloseTo(1.6, within(1e-12)); // 160 of 100
        assertThat(threads.speedUpOfCores()).isCloseTo(1.8, within(1e-12)); // each 108 of 120
    }
}
