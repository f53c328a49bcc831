package io.tidemark.load.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.load.process.MonitoredCluster;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
    private static List<PlannedFault> faults(long seed, int count) {
        return Stream.generate(new FaultPlan(seed)::next).limit(count).toList();
    }

    @Test
    void shouldRepeatARunOfTheSameSeed() {
        assertThat(faults(42, 100)).isEqualTo(faults(42, 100)).isNotEqualTo(faults(43, 100));
    }

    @Test
    void shouldHaveEveryFaultOnceBeforeAnyComesAgain() {
        assertThat(faults(7, Fault.values().length))
                .extracting(PlannedFault::fault)
                .containsExactlyInAnyOrder(Fault.values());
    }

    @Test
    void shouldFreezeForLongerThanASessionLasts() {
        assertThat(Fault.FREEZE.lasting(0)).isGreaterThan(MonitoredCluster.SESSION);
        assertThat(faults(7, 600).stream().filter(planned -> planned.fault() == Fault.FREEZE))
                .hasSize(100)
                .allSatisfy(planned -> assertThat(planned.lasting()).isGreaterThan(MonitoredCluster.SESSION));
    }
}
