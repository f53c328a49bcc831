package io.tidemark.load.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LedgerBalanceTest {
    private static final Instant FIRST = RowPlan.START;
    private static final Instant SECOND = RowPlan.START.plus(RowPlan.WINDOW);
    private static final Expected WRITTEN = written();
    private static final OptionalLong ALL = OptionalLong.of(WRITTEN.rows());

    /** Two whole windows and five late records. */
    private static Expected written() {
        Expected.Tally tally = new Expected.Tally();
        LongStream.range(0, 2_000).forEach(row -> tally.add(new PlannedRow(row, 0, Fate.PROFILED, timeOf(row))));
        LongStream.range(0, 5).forEach(row -> tally.add(new PlannedRow(row, 0, Fate.LATE, timeOf(row))));
        return tally.total(List.of(SECOND));
    }

    private static Instant timeOf(long row) {
        return RowPlan.START.plus(RowPlan.WINDOW.multipliedBy(row).dividedBy(RowPlan.ROWS_PER_WINDOW));
    }

    /** What was written, but for the windows. */
    private static LedgerBalance balance(Map<Instant, WindowContent> windows) {
        return LedgerBalance.of(
                WRITTEN, new Published(windows, WRITTEN.deadLetters(), List.of(), List.of(), WRITTEN.drifts(), ALL));
    }

    private static WindowContent first() {
        return WRITTEN.windows().getOrDefault(FIRST, WindowContent.EMPTY);
    }

    private static WindowContent second() {
        return WRITTEN.windows().getOrDefault(SECOND, WindowContent.EMPTY);
    }

    /** Other numbers of rows in blocks, of which all have every feature. */
    private static WindowContent with(WindowContent content, Map<String, Long> blocks) {
        Map<String, Long> changed = new HashMap<>(content.blocks());
        changed.putAll(blocks);
        long rows = changed.values().stream().mapToLong(Long::longValue).sum();
        Map<String, Long> present = new HashMap<>(content.present());
        present.replaceAll((_, _) -> rows);
        return new WindowContent(rows, present, changed);
    }

    private static WindowContent without(WindowContent content, String feature, long rows) {
        Map<String, Long> present = new HashMap<>(content.present());
        present.put(feature, content.rows() - rows);
        return new WindowContent(content.rows(), present, content.blocks());
    }

    @Test
    void shouldBeExactWhereEveryRowIsThereOnce() {
        LedgerBalance balance = balance(WRITTEN.windows());

        assertThat(balance.isExact()).isTrue();
        assertThat(balance).isEqualTo(new LedgerBalance(0, 0, List.of()));
        assertThat(first().blocks()).hasSize(20).containsEntry("block-19", 50L);
    }

    @Test
    void shouldNotSetOffLostRowsAgainstDoubleOnes() {
        LedgerBalance balance = balance(
                Map.of(FIRST, with(first(), Map.of("block-3", 48L)), SECOND, with(second(), Map.of("block-4", 52L))));

        assertThat(balance.lost()).isEqualTo(2);
        assertThat(balance.surplus()).isEqualTo(2);
        assertThat(balance.differences())
                .containsExactly(
                        "998 rows in the window from 2001-01-01T00:00:00Z, and 1000 were written",
                        "48 rows of block-3 in the window from 2001-01-01T00:00:00Z, and 50 were written",
                        "1002 rows in the window from 2001-01-01T00:10:00Z, and 1000 were written",
                        "52 rows of block-4 in the window from 2001-01-01T00:10:00Z, and 50 were written");
    }

    @Test
    void shouldNotSetOffRowsAgainstEachOtherWithinAWindow() {
        LedgerBalance balance =
                balance(Map.of(FIRST, with(first(), Map.of("block-3", 48L, "block-4", 52L)), SECOND, second()));

        assertThat(balance.lost()).isEqualTo(2);
        assertThat(balance.surplus()).isEqualTo(2);
        assertThat(balance.isExact()).isFalse();
    }

    @Test
    void shouldCountWindowsAndReasonsThatWereNeverWritten() {
        Map<Instant, WindowContent> windows = new HashMap<>(WRITTEN.windows());
        windows.put(SECOND.plus(RowPlan.WINDOW), with(WindowContent.EMPTY, Map.of("block-0", 3L)));

        LedgerBalance balance = LedgerBalance.of(
                WRITTEN, new Published(windows, Map.of("corrupt", 4L), List.of(), List.of(), WRITTEN.drifts(), ALL));

        assertThat(balance.lost()).isEqualTo(5);
        assertThat(balance.surplus()).isEqualTo(7);
    }

    @Test
    void shouldCountTheRowsOfAWindowThatIsNotThere() {
        LedgerBalance balance = balance(Map.of(FIRST, first()));

        assertThat(balance.lost()).isEqualTo(1_000);
        assertThat(balance.differences())
                .containsExactly("0 rows in the window from 2001-01-01T00:10:00Z, and 1000 were written");
    }

    @Test
    void shouldTellOfFeaturesThatAreMissingInRowsThatAreThere() {
        LedgerBalance balance = balance(Map.of(
                FIRST,
                without(first(), "origin", 1_000),
                SECOND,
                without(without(second(), "number_1", 1), RowEncoder.BLOCK, 10)));

        assertThat(balance.lost()).isZero();
        assertThat(balance.surplus()).isZero();
        assertThat(balance.differences())
                .containsExactly(
                        "0 of the 1000 rows in the window from 2001-01-01T00:00:00Z have origin",
                        "990 of the 1000 rows in the window from 2001-01-01T00:10:00Z have block",
                        "999 of the 1000 rows in the window from 2001-01-01T00:10:00Z have number_1");
    }

    @Test
    void shouldTellOfAFeatureThatWasNeverWritten() {
        LedgerBalance balance = balance(Map.of(FIRST, without(first(), "another", 0), SECOND, second()));

        assertThat(balance.differences())
                .containsExactly("1000 of the 1000 rows in the window from 2001-01-01T00:00:00Z have another");
    }

    @Test
    void shouldTellOfWhatWasPublishedTwiceAndOfWhatMayNotBe() {
        LedgerBalance balance = LedgerBalance.of(
                WRITTEN,
                new Published(
                        WRITTEN.windows(),
                        WRITTEN.deadLetters(),
                        List.of("event 7"),
                        List.of("a window of no spec"),
                        WRITTEN.drifts(),
                        ALL));

        assertThat(balance.surplus()).isEqualTo(1);
        assertThat(balance.differences()).containsExactly("published twice: event 7", "a window of no spec");
    }

    @Test
    void shouldTellOfEpisodesThatBeganAtAnotherTime() {
        LedgerBalance balance = LedgerBalance.of(
                WRITTEN,
                new Published(WRITTEN.windows(), WRITTEN.deadLetters(), List.of(), List.of(), List.of(FIRST), ALL));

        assertThat(balance.isExact()).isFalse();
    }

    @Test
    void shouldTellThatThePublishedLedgerHasAnotherCount() {
        Published published = new Published(
                WRITTEN.windows(),
                WRITTEN.deadLetters(),
                List.of(),
                List.of(),
                WRITTEN.drifts(),
                OptionalLong.of(WRITTEN.rows() - 1));

        assertThat(LedgerBalance.of(WRITTEN, published).differences())
                .containsExactly("the ledger tells of %d records, and %d were written"
                        .formatted(WRITTEN.rows() - 1, WRITTEN.rows()));
    }
}
