package io.tidemark.standalone.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayPartsTest {

    @ParameterizedTest
    @CsvSource({
        "2001-04-15T10:00:00Z, 2001-04-15T10:00:00Z",
        "2001-04-15T10:00:00.250Z, 2001-04-15T10:00:00.250Z",
        "2001-04-15T10:00:00+02:00, 2001-04-15T08:00:00Z",
        "2001-04-15T10:00:00, 2001-04-15T10:00:00Z",
        "2001-04-15 10:00:00, 2001-04-15T10:00:00Z",
        "2001-04-15 10:00:00.123456, 2001-04-15T10:00:00.123456Z",
        "2001-04-15 10:00, 2001-04-15T10:00:00Z",
        "2001-04-15, 2001-04-15T00:00:00Z",
        "987328800, 2001-04-15T10:00:00Z",
        "987328800000, 2001-04-15T10:00:00Z",
    })
    void shouldReadTimesAsPeopleWriteThem(String text, Instant expected) {
        assertThat(EventTimes.parse(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "15.04.2001", "2001-13-01", "-5", "99999999999999999999", "10:00"})
    void shouldNotGuessATime(String text) {
        assertThat(EventTimes.parse(text)).isEmpty();
    }

    @Test
    void shouldReadSpeeds() {
        assertThat(ReplaySpeed.parse("max")).isEqualTo(ReplaySpeed.MAX);
        assertThat(ReplaySpeed.parse("60x").factor()).hasValue(60);
        assertThat(ReplaySpeed.parse("0.5X").factor()).hasValue(0.5);
        assertThat(ReplaySpeed.parse("10").factor()).hasValue(10);
        for (String wrong : List.of("fast", "0x", "-1x", "NaN", "infinityx", "x")) {
            assertThatThrownBy(() -> ReplaySpeed.parse(wrong))
                    .hasMessageContaining(wrong)
                    .hasMessageContaining("60x");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[0.5, -1, 3e2]", "[0.5,-1,300]", " [0.5 -1. 300.0] ", "[ 0.5\n -1  3.e2\n]", "[+0.5 , -1 ,300,]"
            })
    void shouldReadArraysAsTheyAreUsuallyPrinted(String cell) {
        assertThat(ColumnType.EMBEDDING.value(cell)).isEqualTo(List.of(0.5, -1.0, 300.0));
    }

    @Test
    void shouldLogWhatIsNoArrayAsItIs() {
        assertThat(ColumnType.EMBEDDING.value("[]")).isEqualTo(List.of());
        assertThat(ColumnType.EMBEDDING.value("[1, nan, x, ]")).isEqualTo(List.of(1.0, Double.NaN, Double.NaN));
        assertThat(ColumnType.EMBEDDING.value("[1, -inf]")).isEqualTo(List.of(1.0, Double.NEGATIVE_INFINITY));
        assertThat(ColumnType.EMBEDDING.value("0.5")).isEqualTo("0.5");
        assertThat(ColumnType.EMBEDDING.value("[")).isEqualTo("[");
    }

    @Test
    void shouldGuessTypesFromTheCells() {
        assertThat(ColumnType.of(List.of("1", "", "-20"))).isEqualTo(ColumnType.INTEGER);
        assertThat(ColumnType.of(List.of("1", "2.5", "1e3"))).isEqualTo(ColumnType.DECIMAL);
        assertThat(ColumnType.of(List.of("true", "FALSE"))).isEqualTo(ColumnType.BOOLEAN);
        assertThat(ColumnType.of(List.of("1", "two"))).isEqualTo(ColumnType.TEXT);
        // A postal code is no number.
        assertThat(ColumnType.of(List.of("01069", "80331"))).isEqualTo(ColumnType.TEXT);
        assertThat(ColumnType.of(List.of("0", "0.5"))).isEqualTo(ColumnType.DECIMAL);
        assertThat(ColumnType.of(List.of("", "NA"))).isEqualTo(ColumnType.TEXT);
    }

    @Test
    void shouldLogWhatDoesNotFitAsTheTextItIs() {
        assertThat(ColumnType.INTEGER.value("7")).isEqualTo(7L);
        assertThat(ColumnType.INTEGER.value("7.5")).isEqualTo(7.5);
        assertThat(ColumnType.INTEGER.value("seven")).isEqualTo("seven");
        assertThat(ColumnType.DECIMAL.value("Infinity")).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(ColumnType.DECIMAL.value(" 0.5 ")).isEqualTo(0.5);
        // What Java would take for a number and the rest of Tidemark does not.
        assertThat(ColumnType.DECIMAL.value("1d")).isEqualTo("1d");
        assertThat(ColumnType.BOOLEAN.value("True")).isEqualTo(true);
        assertThat(ColumnType.BOOLEAN.value("maybe")).isEqualTo("maybe");
        assertThat(ColumnType.TEXT.value("7")).isEqualTo("7");
    }

    @Test
    void shouldLetEventTimePassAtTheWantedSpeed() throws InterruptedException {
        Pacer pacer = new Pacer(ReplaySpeed.parse("3600x"));
        Instant start = Instant.EPOCH;
        long before = System.nanoTime();
        pacer.await(start);
        pacer.await(start.plusSeconds(360));
        pacer.await(start.plusSeconds(60));
        long tookMs = (System.nanoTime() - before) / 1_000_000;
        assertThat(tookMs).isBetween(100L, 1_000L);
    }
}
