package io.tidemark.load.soak;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.load.ledger.LedgerBalance;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SoakResultTest {
    private static final long MIB = 1024 * 1024;
    private static final LedgerBalance EXACT = new LedgerBalance(0, 0, List.of());

    private static SoakResult result(LedgerBalance ledger, Duration back, long residentMib) {
        return result(ledger, back, OptionalLong.of(residentMib * MIB), true);
    }

    private static SoakResult result(
            LedgerBalance ledger, Duration back, OptionalLong residentBytes, boolean tellsResident) {
        Duration minute = Duration.ofMinutes(1);
        List<Sample> samples = Stream.of(FaultInjector.STEADY, FaultInjector.OTHER)
                .map(monitor -> new Sample(
                        Duration.ofSeconds(5),
                        monitor,
                        residentBytes,
                        OptionalLong.of(30 * MIB),
                        2 * MIB,
                        OptionalLong.of(700)))
                .toList();
        return new SoakResult(
                new SoakSettings(minute, 1_000, 42, minute),
                minute,
                60_000,
                List.of(new FaultReport(
                        Fault.BROKER, Optional.empty(), Duration.ofSeconds(20), 321, Optional.of(back))),
                samples,
                ledger,
                "60 windows",
                tellsResident);
    }

    private static List<String> failed(SoakResult result) {
        return result.verdicts().stream()
                .filter(verdict -> !verdict.held())
                .map(Verdict::what)
                .toList();
    }

    @Test
    void shouldHoldOnlyIfAllHolds() {
        Duration soon = Duration.ofSeconds(9);

        assertThat(result(EXACT, soon, 400).held()).isTrue();
        assertThat(failed(result(new LedgerBalance(1, 0, List.of("one row is missing")), soon, 400)))
                .containsExactly("ledger");
        assertThat(failed(result(EXACT, Duration.ofSeconds(61), 400))).containsExactly("lag");
        assertThat(failed(result(EXACT, soon, 769)))
                .containsExactly("resident memory of monitor-1", "resident memory of monitor-2");
    }

    @Test
    void shouldNotJudgeResidentMemoryWhereTheSystemDoesNotSay() {
        Duration soon = Duration.ofSeconds(9);

        assertThat(result(EXACT, soon, OptionalLong.empty(), false).verdicts())
                .extracting(Verdict::what)
                .containsExactly("ledger", "lag", "live heap of monitor-1", "live heap of monitor-2");
        assertThat(failed(result(EXACT, soon, OptionalLong.empty(), true)))
                .containsExactly("resident memory of monitor-1", "resident memory of monitor-2");
    }

    @Test
    void shouldSayWhatIsMissing() {
        String text =
                SoakText.of(result(new LedgerBalance(1, 0, List.of("one row is missing")), Duration.ofSeconds(9), 400));

        assertThat(text)
                .contains("FAILED  ledger", "1 lost", "one row is missing")
                .endsWith("Not all held.");
    }

    @Test
    void shouldBeOneJsonDocument() {
        JsonNode json = SoakJson.of(result(EXACT, Duration.ofMillis(9_500), 400));

        assertThat(json.get("held").asBoolean()).isTrue();
        assertThat(json.at("/ledger/written").asLong()).isEqualTo(60_000);
        assertThat(json.at("/faults/0/fault").asText()).isEqualTo("broker killed");
        assertThat(json.at("/faults/0/lagBackAfter").asDouble()).isEqualTo(9.5);
        assertThat(json.at("/faults/0").has("monitor")).isFalse();
        assertThat(json.at("/samples/1/residentBytes").asLong()).isEqualTo(400 * MIB);
        assertThat(json.at("/samples/1/lag").asLong()).isEqualTo(700);
    }
}
