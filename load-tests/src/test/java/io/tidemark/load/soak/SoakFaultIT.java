package io.tidemark.load.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.load.process.MonitoredCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A minute of what {@code ./tidemark soak} does. The lag has to be back after every fault, however long it takes: how fast depends on the machine. */
@Tag("long")
class SoakFaultIT {
    @TempDir
    private Path folder;

    @Test
    void shouldHoldForAMinute() throws Exception {
        List<String> told = new ArrayList<>();
        SoakResult result = new Soak(
                        new SoakSettings(Duration.ofMinutes(1), 1_000, 42, MonitoredCluster.PATIENCE), told::add)
                .run(folder);

        System.out.println(SoakText.of(result));
        assertThat(result.faults()).isNotEmpty();
        assertThat(told)
                .containsAll(result.faults().stream().map(FaultReport::toText).toList());
        assertThat(result.verdicts())
                .allSatisfy(verdict -> assertThat(verdict.held())
                        .as(verdict.what() + ": " + verdict.because())
                        .isTrue());
    }
}
