package io.tidemark.stream.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.profile.decision.InputsVerdict;
import io.tidemark.stream.assess.Assessment.JudgedSpan;
import io.tidemark.stream.assess.Assessment.WindowAssessed;
import io.tidemark.stream.window.WindowKey;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AbsentTagLogTest {
    private final AbsentTagLog log = new AbsentTagLog();

    @Test
    void shouldWarnOfATagOnceForEachModelAndSpec() {
        assertThat(log.unwarned(assessed("flights", "r1", "contry"))).containsExactly("contry");
        assertThat(log.unwarned(assessed("flights", "r1", "contry", "device"))).containsExactly("device");
        assertThat(log.unwarned(assessed("flights", "r1", "contry"))).isEmpty();
        assertThat(log.unwarned(assessed("fraud", "r1", "contry"))).containsExactly("contry");
        assertThat(log.unwarned(assessed("flights", "r2", "contry"))).containsExactly("contry");
        assertThat(log.unwarned(assessed("flights", "r2"))).isEmpty();
    }

    private static WindowAssessed assessed(String model, String revision, String... absent) {
        return new WindowAssessed(
                new WindowKey(model, "v1", "all", 0, 3_600_000),
                false,
                300,
                0,
                0,
                List.of(absent),
                revision,
                Optional.empty(),
                new JudgedSpan(0, 3_600_000, 300),
                InputsVerdict.UNKNOWN,
                new TreeMap<>());
    }
}
