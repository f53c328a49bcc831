package io.tidemark.stream.view;

import static io.tidemark.stream.view.Profiles.ALL;
import static io.tidemark.stream.view.Profiles.at;
import static io.tidemark.stream.view.Profiles.feature;
import static io.tidemark.stream.view.Profiles.hour;
import static io.tidemark.stream.view.Profiles.part;
import static io.tidemark.stream.view.Profiles.place;
import static io.tidemark.stream.view.Profiles.replayed;
import static io.tidemark.stream.view.Profiles.supplement;
import static io.tidemark.stream.view.Profiles.window;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.schemas.avro.FeatureProfile;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.stream.view.WindowHistory.SegmentWindow;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WindowHistoryTest {
    private static final SeriesKey ATLANTA = new SeriesKey("flights", "1", "origin=ATL");

    private final WindowHistory history = new WindowHistory(1 << 20);

    private HeatMap heatMap(int fromHour, int toHour, int columns) {
        return history.heatMap(ALL, hour(fromHour), hour(toHour), columns).orElseThrow();
    }

    @Test
    void shouldShowWindowsInTheOrderOfTimeWhateverOrderTheyCameIn() {
        history.add(window(2, feature("x", Severity.MAJOR, 0.4)), place(2));
        history.add(window(0, feature("x", Severity.NONE, 0.01)), place(0));
        history.add(window(1, feature("x", Severity.MINOR, 0.2)), place(1));

        HeatMap map = heatMap(0, 3, 100);

        assertThat(map.windows()).extracting(WindowSummary::start).containsExactly(hour(0), hour(1), hour(2));
        assertThat(map.windows()).extracting(WindowSummary::severity).containsExactly('1', '2', '3');
        assertThat(map.features()).containsExactly(new HeatMap.Row("x", "123"));
    }

    @Test
    void shouldPutTheFeatureFirstThatWasWorstMostOften() {
        history.add(window(0, feature("a", Severity.NONE, 0), feature("b", Severity.MINOR, 0)), place(0));
        history.add(window(1, feature("a", Severity.NONE, 0), feature("b", Severity.MINOR, 0)), place(1));
        history.add(window(2, feature("c", Severity.MAJOR, 0), feature("a", Severity.INSUFFICIENT, 0)), place(2));

        assertThat(heatMap(0, 3, 100).features())
                .containsExactly(new HeatMap.Row("c", "--3"), new HeatMap.Row("b", "22-"), new HeatMap.Row("a", "110"));
    }

    @Test
    void shouldJoinThePartsOfAWindow() {
        history.add(part(ALL, 0, 1, 2, feature("b", Severity.MINOR, 0.2)), place(1));
        history.add(part(ALL, 0, 0, 2, feature("a", Severity.MINOR, 0.2)), place(0));

        HeatMap map = heatMap(0, 1, 100);

        assertThat(map.windows())
                .singleElement()
                .satisfies(window -> assertThat(window.rows()).isEqualTo(100));
        assertThat(map.features()).extracting(HeatMap.Row::feature).containsExactly("a", "b");
        assertThat(history.places(ALL, hour(0))).containsExactlyInAnyOrder(place(0), place(1));
    }

    @Test
    void shouldAddTheRowsThatCameAfterAWindowWasJudgedAndNothingElseOfThem() {
        history.add(supplement(0, 7), place(1));
        history.add(window(0, feature("x", Severity.MAJOR, 0.4)), place(0));
        history.add(supplement(0, 3), place(2));

        HeatMap map = heatMap(0, 1, 100);

        assertThat(map.windows()).singleElement().satisfies(window -> {
            assertThat(window.rows()).isEqualTo(110);
            assertThat(window.severity()).isEqualTo('3');
        });
        assertThat(map.features()).containsExactly(new HeatMap.Row("x", "3"));
    }

    @Test
    void shouldShowSeveralWindowsAsOneWhereThereIsNoRoomForAll() {
        for (int hour = 0; hour < 100; hour++) {
            Severity severity = hour == 50 ? Severity.MAJOR : Severity.NONE;
            history.add(window(hour, feature("x", severity, hour == 50 ? 0.5 : 0)), place(hour));
        }

        HeatMap map = heatMap(0, 100, 30);

        assertThat(map.windows()).hasSizeBetween(15, 30);
        assertThat(map.windows().stream().mapToLong(WindowSummary::rows).sum()).isEqualTo(100 * 100);
        assertThat(map.windows().stream().mapToInt(WindowSummary::windows).sum())
                .isEqualTo(100);
        assertThat(map.features())
                .singleElement()
                .satisfies(row -> assertThat(row.severities()).containsOnlyOnce("3"));
    }

    @Test
    void shouldNotMoveWindowsIntoOtherGroupsAsNewOnesCome() {
        IntStream.range(0, 40).forEach(hour -> history.add(window(hour, feature("x", Severity.NONE, 0)), place(hour)));
        List<WindowSummary> before = heatMap(0, 100, 30).windows();
        history.add(window(40, feature("x", Severity.NONE, 0)), place(40));
        List<WindowSummary> after = heatMap(0, 100, 30).windows();

        assertThat(after.subList(0, before.size() - 1)).isEqualTo(before.subList(0, before.size() - 1));
    }

    @Test
    void shouldShowAFeatureOverTime() {
        history.add(window(0, feature("x", Severity.NONE, 0.01)), place(0));
        history.add(window(1, feature("y", Severity.NONE, 0.01)), place(1));
        history.add(window(2, feature("x", Severity.MAJOR, 0.4)), place(2));

        List<FeaturePoint> points =
                history.feature(ALL, "x", hour(0), hour(3), 100).orElseThrow();

        assertThat(points).extracting(FeaturePoint::severity).containsExactly('1', '-', '3');
        assertThat(points.get(1).measures()).isEmpty();
        assertThat(points.get(2).measures())
                .containsEntry(Measure.POPULATION_STABILITY_INDEX, 0.4f)
                .containsEntry(Measure.MISSING, 0.08f)
                .containsEntry(Measure.INVALID, 0.02f)
                .containsEntry(Measure.OUT_OF_RANGE, 0.1f)
                .containsEntry(Measure.MEAN, 4f)
                .containsEntry(Measure.P50, 40f)
                .doesNotContainKeys(Measure.UNSEEN, Measure.P99, Measure.KOLMOGOROV_SMIRNOV);
        assertThat(history.feature(ALL, "z", hour(0), hour(3), 100)).hasValue(List.of());
        assertThat(history.feature(ATLANTA, "x", hour(0), hour(3), 100)).isEmpty();
    }

    @Test
    void shouldShowOfSeveralWindowsTheAverageOfSharesAndTheStatisticsOfTheWorst() {
        for (int hour = 0; hour < 4; hour++) {
            history.add(window(hour, feature("x", hour == 1 ? Severity.MAJOR : Severity.NONE, hour)), place(hour));
        }

        FeaturePoint first =
                history.feature(ALL, "x", hour(0), hour(4), 2).orElseThrow().getFirst();

        assertThat(first.severity()).isEqualTo('3');
        assertThat(first.measures())
                .containsEntry(Measure.POPULATION_STABILITY_INDEX, 1f)
                .containsEntry(Measure.MEAN, 5f);
    }

    @Test
    void shouldListTheSegmentsOfAWindowTheWorstFirst() {
        SeriesKey boston = new SeriesKey("flights", "1", "origin=BOS");
        history.add(window(0, feature("x", Severity.NONE, 0)), place(0));
        history.add(window(boston, 0, feature("x", Severity.NONE, 0)), place(1));
        history.add(window(ATLANTA, 0, feature("x", Severity.MINOR, 0), feature("a", Severity.MAJOR, 0)), place(2));
        history.add(window(new SeriesKey("flights", "2", "all"), 0, feature("x", Severity.MAJOR, 0)), place(3));

        List<SegmentWindow> segments = history.segments("flights", "1", hour(0));

        assertThat(segments).extracting(SegmentWindow::segment).containsExactly("origin=ATL", "all", "origin=BOS");
        assertThat(segments).extracting(SegmentWindow::worst).containsExactly(List.of("a", "x"), List.of(), List.of());
        assertThat(history.segments("flights", "1", hour(1))).isEmpty();
    }

    @Test
    void shouldForgetTheMeasuresOfSegmentsOfLongAgoFirstAndWindowsOfAllRowsLast() {
        WindowHistory small = new WindowHistory(200_000);
        int hours = 0;
        while (!small.isFull()) {
            addWide(small, hours++);
        }
        for (int full = hours; hours < full * 1.3; hours++) {
            addWide(small, hours);
        }

        assertThat(small.bytes()).isLessThanOrEqualTo(small.maxBytes());
        assertThat(measuresAt(small, ATLANTA, 0))
                .as("measures of a segment, long ago")
                .isZero();
        assertThat(measuresAt(small, ATLANTA, hours - 1)).as("of now").isPositive();
        assertThat(measuresAt(small, ALL, 0)).as("of all rows, long ago").isPositive();

        for (int full = hours; hours < full * 20; hours++) {
            addWide(small, hours);
        }
        assertThat(small.bytes()).isLessThanOrEqualTo(small.maxBytes());
        assertThat(small.last(ALL, 1)).extracting(WindowSummary::start).containsExactly(hour(hours - 1));
        assertThat(small.last(ALL, 10_000).size())
                .as("windows of all rows, beside those of the segment")
                .isGreaterThan(small.last(ATLANTA, 10_000).size());
    }

    /** Whoever may write window profiles can write any time. */
    @Test
    void shouldGoOnWithinItsRoomWhereWindowsAreAsFarApartAsCanBe() {
        WindowHistory small = new WindowHistory(200_000);
        small.add(at(Instant.ofEpochMilli(Long.MAX_VALUE), feature("x", Severity.NONE, 0)), place(0));
        small.add(at(Instant.ofEpochMilli(Long.MIN_VALUE), feature("x", Severity.NONE, 0)), place(1));

        int hours = 0;
        while (!small.isFull()) {
            addWide(small, hours++);
        }
        for (int full = hours; hours < full * 2; hours++) {
            addWide(small, hours);
        }

        assertThat(small.bytes()).isLessThanOrEqualTo(small.maxBytes());
        assertThat(small.heatMap(ALL, Instant.MIN, Instant.MAX, 2))
                .hasValueSatisfying(map ->
                        assertThat(map.windows()).as("two halves of all time").hasSize(2));
    }

    private static void addWide(WindowHistory history, int hour) {
        FeatureProfile[] features = IntStream.range(0, 20)
                .mapToObj(i -> feature("x" + i, Severity.MINOR, 0.2))
                .toArray(FeatureProfile[]::new);
        history.add(window(hour, features), place(hour));
        history.add(window(ATLANTA, hour, features), place(hour));
    }

    private static int measuresAt(WindowHistory history, SeriesKey key, int hour) {
        return history.feature(key, "x0", hour(hour), hour(hour + 1), 2)
                .orElseThrow()
                .getFirst()
                .measures()
                .size();
    }

    @Test
    void shouldKeepWindowsOfLongAgoThatWereJudgedOfLate() {
        history.add(replayed(0, hour(500), feature("x", Severity.NONE, 0)), place(0));

        history.forgetJudgedBefore(hour(400));
        assertThat(history.last(ALL, 10)).extracting(WindowSummary::start).containsExactly(hour(0));

        history.forgetJudgedBefore(hour(501));
        assertThat(history.keys()).isEmpty();
    }

    @Test
    void shouldForgetWhatIsTooOldAndGiveItsRoomBack() {
        history.add(window(0, feature("x", Severity.NONE, 0)), place(0));
        long one = history.bytes();
        history.add(window(1, feature("x", Severity.NONE, 0)), place(1));

        history.forgetJudgedBefore(hour(2));

        assertThat(history.last(ALL, 10)).extracting(WindowSummary::start).containsExactly(hour(1));
        assertThat(history.bytes()).isEqualTo(one);
    }
}
