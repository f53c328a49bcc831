package io.tidemark.profile.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.tidemark.profile.baseline.ArrivalProfile.Expectation;
import io.tidemark.profile.format.ProfileFormatException;
import io.tidemark.profile.stats.CountTest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Expected numbers are numpy's, of the same formulas over the same hours. */
class ArrivalProfileTest {
    private static final long HOUR = 3_600_000;
    /** 2001-01-01, a Monday. */
    private static final long T0 = 978_307_200_000L;

    private static final long TEN_WEEKS = 10 * 168 * HOUR;
    private static final Percentage ROUNDING = withinPercentage(1e-6);

    /** Busier in the evening, less so at the weekend, and never the same. */
    private static int rowsOf(int hour) {
        int hourOfDay = hour % 24;
        int base = 200 + (hourOfDay * 37) % 151 + 10 * hourOfDay;
        int ofDay = hour / 24 % 7 >= 5 ? base * 6 / 10 : base;
        return ofDay + ((hour * 7919) % 13 - 6) * 7;
    }

    private static ArrivalProfile profileOf(int hours) {
        ArrivalCounter counter = new ArrivalCounter();
        for (int hour = 0; hour < hours; hour++) {
            counter.add(T0 + hour * HOUR, T0 + (hour + 1) * HOUR, rowsOf(hour));
        }
        return counter.profile().orElseThrow();
    }

    private static Expectation expected(ArrivalProfile profile, double fromHour, double toHour) {
        return profile.expected(
                        T0 + TEN_WEEKS + Math.round(fromHour * HOUR), T0 + TEN_WEEKS + Math.round(toHour * HOUR))
                .orElseThrow();
    }

    private static void assertExpected(Expectation actual, double rows, double dispersion) {
        assertThat(actual.rows()).isCloseTo(rows, ROUNDING);
        assertThat(actual.dispersion()).isCloseTo(dispersion, ROUNDING);
    }

    @Test
    void shouldExpectByHourOfTheWeekWhereThereIsAWeek() {
        ArrivalProfile fourWeeks = profileOf(28 * 24);
        assertThat(fourWeeks.dispersion()).isCloseTo(0.002921563785246339, ROUNDING);
        assertExpected(expected(fourWeeks, 50.5, 53.25), 965.375, 0.0038770961686160083);
        assertExpected(expected(fourWeeks, 50, 50.25), 73.5, 0.013266986223351363);

        ArrivalProfile nineDays = profileOf(9 * 24);
        assertThat(nineDays.dispersion()).isCloseTo(0.04021331857839476, ROUNDING);
        assertExpected(expected(nineDays, 50.5, 53.25), 943.5, 0.08134413559603115);
    }

    @Test
    void shouldExpectByHourOfTheDayWhereThereIsADay() {
        ArrivalProfile threeDays = profileOf(3 * 24);
        assertThat(threeDays.dispersion()).isCloseTo(0.0032586986050206577, ROUNDING);
        assertExpected(expected(threeDays, 50.5, 53.25), 929.5, 0.004655770365736576);
        assertExpected(expected(threeDays, 50, 50.25), 70.58333333333333, 0.015301664832696758);
    }

    @Test
    void shouldExpectOneRateOfTheHoursThatAShorterReferenceHas() {
        ArrivalProfile halfADay = profileOf(12);

        assertExpected(expected(halfADay, 3, 4), 329.75, 0.1135428590265373);
        assertThat(halfADay.expected(T0 + TEN_WEEKS + 11 * HOUR, T0 + TEN_WEEKS + 13 * HOUR))
                .as("an hour that the reference does not have")
                .isEmpty();
    }

    @Test
    void shouldKnowNoDispersionOfASingleHour() {
        assertExpected(expected(profileOf(1), 0, 0.5), 158 / 2.0, 1.0 / 158);
    }

    @Test
    void shouldExpectNothingWhereNothingEverCame() {
        ArrivalCounter counter = new ArrivalCounter();
        counter.add(T0, T0 + HOUR, 100);
        counter.add(T0 + 47 * HOUR, T0 + 48 * HOUR, 100);

        assertThat(counter.profile().orElseThrow().expected(T0 + TEN_WEEKS + 5 * HOUR, T0 + TEN_WEEKS + 6 * HOUR))
                .isEmpty();
        assertThat(new ArrivalCounter().profile()).isEmpty();
    }

    @Test
    void shouldRefuseToSpreadRowsOverAnEternity() {
        ArrivalCounter counter = new ArrivalCounter();
        counter.add(0, 1, 1);
        counter.add(T0, T0 + 1, 1);

        assertThat(counter.profile()).isEmpty();
    }

    @Property(tries = 50)
    void shouldNotDependOnTheOrderOfRowsNorOnHowTheyWereCut(
            @ForAll @IntRange(min = 1, max = 300) int rows, @ForAll int seed) {
        Random random = new Random(seed);
        List<Long> times = new ArrayList<>(
                random.longs(rows, T0, T0 + 20 * 24 * HOUR).boxed().toList());
        ArrivalCounter inOrder = new ArrivalCounter();
        times.stream().sorted().forEach(time -> inOrder.add(time, time + 1, 1));
        Collections.shuffle(times, random);
        ArrivalCounter first = new ArrivalCounter();
        times.subList(0, rows / 2).forEach(time -> first.add(time, time + 1, 1));
        ArrivalCounter second = ArrivalCounter.of(first.rowsByHour(), first.firstMs(), first.endMs());
        times.subList(rows / 2, rows).forEach(time -> second.add(time, time + 1, 1));

        assertThat(second.profile()).isEqualTo(inOrder.profile());
    }

    @Property(tries = 50)
    void shouldCountEveryRowOfASpanOnce(
            @ForAll @IntRange(max = 5_000) int rows, @ForAll @IntRange(min = 1, max = 200) int quarters) {
        ArrivalCounter counter = new ArrivalCounter();
        counter.add(T0 + HOUR / 3, T0 + HOUR / 3 + quarters * HOUR / 4, rows);

        assertThat(counter.rowsByHour().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(rows);
    }

    @Test
    void shouldReadWhatItWrote() {
        ArrivalProfile profile = profileOf(9 * 24);
        byte[] bytes = profile.toBytes();

        assertThat(ArrivalProfile.fromBytes(bytes)).isEqualTo(profile);
        assertThat(bytes).hasSizeLessThan(4_000);
        bytes[20]++;
        assertThatThrownBy(() -> ArrivalProfile.fromBytes(bytes)).isInstanceOf(ProfileFormatException.class);
    }

    /** The checksum stops accidents; with the checksum made right again, what is read is refused or can be worked with. */
    @Property(tries = 1000)
    void shouldRefuseHostileBytesOrWorkWithThem(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] bytes = profileOf(9 * 24).toBytes();
        for (int flips = 1 + random.nextInt(9); flips > 0; flips--) {
            bytes[5 + random.nextInt(bytes.length - 9)] = (byte) random.nextInt();
        }
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, bytes.length - 4);
        ByteBuffer.wrap(bytes).putInt(bytes.length - 4, (int) checksum.getValue());
        ArrivalProfile read;
        try {
            read = ArrivalProfile.fromBytes(bytes);
        } catch (ProfileFormatException expected) {
            assertThat(expected).hasMessageContaining("at byte");
            return;
        }
        read.expected(T0, T0 + 168 * HOUR)
                .ifPresent(found -> assertThat(CountTest.pValue(1000, found.rows(), found.dispersion()))
                        .isBetween(0.0, 1.0));
    }
}
