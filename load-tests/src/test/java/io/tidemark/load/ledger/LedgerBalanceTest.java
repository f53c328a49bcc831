package io.tidemark.load.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerBalanceTest {
    private static final Instant FIRST = RowPlan.START;
    private static final Instant SECOND = RowPlan.START.plus(RowPlan.WINDOW);
    private static final Expected WRITTEN =
            new Expected(2_005, Map.of(FIRST, 1_000L, SECOND, 1_000L), Map.of("late", 5L), List.of(SECOND));

    /** All published rows have their embeddings. */
    private static LedgerBalance balance(
            Map<Instant, Long> windows, Map<String, Long> deadLetters, List<String> twice) {
        return LedgerBalance.of(WRITTEN, new Published(windows, windows, deadLetters, twice, WRITTEN.drifts()));
    }

    @Test
    void shouldBeExactWhereEveryRowIsThereOnce() {
        LedgerBalance balance = balance(WRITTEN.windows(), WRITTEN.deadLetters(), List.of());

        assertThat(balance.isExact()).isTrue();
        assertThat(balance).isEqualTo(new LedgerBalance(0, 0, List.of()));
    }

    @Test
    void shouldNotSetOffLostRowsAgainstDoubleOnes() {
        LedgerBalance balance = balance(Map.of(FIRST, 998L, SECOND, 1_002L), WRITTEN.deadLetters(), List.of());

        assertThat(balance.lost()).isEqualTo(2);
        assertThat(balance.surplus()).isEqualTo(2);
        assertThat(balance.differences())
                .containsExactly(
                        "998 rows in the window from 2001-01-01T00:00:00Z, and 1000 were written",
                        "1002 rows in the window from 2001-01-01T00:10:00Z, and 1000 were written");
    }

    @Test
    void shouldCountWindowsAndReasonsThatWereNeverWritten() {
        Map<Instant, Long> windows = Map.of(FIRST, 1_000L, SECOND, 1_000L, SECOND.plus(RowPlan.WINDOW), 3L);

        LedgerBalance balance = balance(windows, Map.of("corrupt", 4L), List.of());

        assertThat(balance.lost()).isEqualTo(5);
        assertThat(balance.surplus()).isEqualTo(7);
    }

    @Test
    void shouldTellOfEmbeddingsThatAreMissingInRowsThatAreThere() {
        LedgerBalance balance = LedgerBalance.of(
                WRITTEN,
                new Published(
                        WRITTEN.windows(),
                        Map.of(FIRST, 1_000L, SECOND, 999L),
                        WRITTEN.deadLetters(),
                        List.of(),
                        WRITTEN.drifts()));

        assertThat(balance.isExact()).isFalse();
        assertThat(balance.lost()).isZero();
        assertThat(balance.differences())
                .containsExactly("999 embeddings in the window from 2001-01-01T00:10:00Z, which has 1000 rows");
    }

    @Test
    void shouldTellOfWhatWasPublishedTwice() {
        LedgerBalance balance = balance(WRITTEN.windows(), WRITTEN.deadLetters(), List.of("event 7"));

        assertThat(balance.surplus()).isEqualTo(1);
        assertThat(balance.differences()).containsExactly("published twice: event 7");
    }

    @Test
    void shouldTellOfEpisodesThatBeganAtAnotherTime() {
        LedgerBalance balance = LedgerBalance.of(
                WRITTEN,
                new Published(WRITTEN.windows(), WRITTEN.windows(), WRITTEN.deadLetters(), List.of(), List.of(FIRST)));

        assertThat(balance.isExact()).isFalse();
    }
}
