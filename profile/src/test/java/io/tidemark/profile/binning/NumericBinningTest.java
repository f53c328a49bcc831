package io.tidemark.profile.binning;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.profile.format.DocumentReader;
import io.tidemark.profile.format.DocumentType;
import io.tidemark.profile.format.DocumentWriter;
import io.tidemark.profile.stats.EmpiricalCdf;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class NumericBinningTest {

    @Test
    void shouldCutAtTheDeciles() {
        EmpiricalCdf hundred = EmpiricalCdf.ofValues(
                IntStream.rangeClosed(1, 100).asDoubleStream().toArray());
        NumericBinning binning = NumericBinning.ofDeciles(hundred);

        assertThat(binning.size()).isEqualTo(10);
        assertThat(binning.toBins(binning.count(hundred))).containsOnly(10);
        assertThat(binning.indexOf(10)).isZero();
        assertThat(binning.indexOf(10.5)).isEqualTo(1);
        assertThat(binning.indexOf(-1e300)).isZero();
        assertThat(binning.indexOf(1e300)).isEqualTo(9);
        assertThat(binning.labels()).startsWith("≤ 10", "(10, 20]").endsWith("(80, 90]", "> 90");
        assertThat(binning.min()).isEqualTo(1);
        assertThat(binning.max()).isEqualTo(100);
    }

    @Test
    void shouldGiveAnInflatedZeroABinOfItsOwn() {
        double[] values = DoubleStream.concat(
                        DoubleStream.generate(() -> 0).limit(55),
                        IntStream.rangeClosed(1, 45).asDoubleStream())
                .toArray();
        EmpiricalCdf baseline = EmpiricalCdf.ofValues(values);
        NumericBinning binning = NumericBinning.ofDeciles(baseline);

        assertThat(binning.labels()).containsExactly("< 0", "= 0", "(0, 5]", "(5, 15]", "(15, 25]", "(25, 35]", "> 35");
        assertThat(binning.toBins(binning.count(baseline))).containsExactly(0, 55, 5, 10, 10, 10, 10);
        assertThat(binning.indexOf(-Double.MIN_VALUE)).isZero();
        assertThat(binning.indexOf(-0.0)).isEqualTo(1);
        assertThat(binning.indexOf(Double.MIN_VALUE)).isEqualTo(2);
    }

    @Test
    void shouldKeepBelowAtAndAboveAConstant() {
        EmpiricalCdf constant = EmpiricalCdf.ofValues(7, 7, 7);
        NumericBinning binning = NumericBinning.ofDeciles(constant);

        assertThat(binning.labels()).containsExactly("< 7", "= 7", "> 7");
        assertThat(binning.toBins(binning.count(constant))).containsExactly(0, 3, 0);
    }

    @Test
    void shouldTakeNoValuesForOneBin() {
        NumericBinning binning = NumericBinning.ofDeciles(EmpiricalCdf.empty());

        assertThat(binning.labels()).containsExactly("all");
        assertThat(binning.indexOf(3)).isZero();
    }

    @Property(tries = 300)
    void shouldPutEveryValueIntoOneBinAndAtomsAlone(
            @ForAll @Size(min = 1, max = 300) List<@IntRange(min = -6, max = 30) Integer> sample) {
        double[] values = sample.stream().mapToDouble(Integer::doubleValue).toArray();
        EmpiricalCdf baseline = EmpiricalCdf.ofValues(values);
        NumericBinning binning = NumericBinning.ofDeciles(baseline);
        long[] counts = new long[binning.size()];
        Arrays.stream(values).forEach(value -> counts[binning.indexOf(value)]++);

        assertThat(binning.size()).isLessThanOrEqualTo(19);
        assertThat(binning.toBins(binning.count(baseline))).isEqualTo(counts);
        long[] cells = new long[binning.cells()];
        Arrays.stream(values).forEach(value -> cells[binning.cellOf(value)]++);
        assertThat(binning.count(baseline)).isEqualTo(cells);
        for (double value : values) {
            long rows = Arrays.stream(values).filter(each -> each == value).count();
            if (rows * 10 > values.length) {
                assertThat(counts[binning.indexOf(value)]).isEqualTo(rows);
            } else {
                // A bin holds at most a tenth, and what its last value has beyond.
                assertThat(counts[binning.indexOf(value)]).isLessThanOrEqualTo(values.length / 5 + 1);
            }
        }
    }

    @Test
    void shouldLookCloserAtTheTails() {
        NumericBinning binning = NumericBinning.ofDeciles(EmpiricalCdf.ofValues(
                IntStream.rangeClosed(1, 10_000).asDoubleStream().toArray()));

        assertThat(binning.cells()).isEqualTo(20);
        assertThat(binning.cellOf(10)).isZero();
        assertThat(binning.cellOf(11)).isEqualTo(1);
        assertThat(binning.cellOf(101)).isEqualTo(2);
        assertThat(binning.cellOf(9_990)).isEqualTo(18);
        assertThat(binning.cellOf(9_991)).isEqualTo(19);
    }

    @Test
    void shouldReadTheBinsOfReleasesWithoutCells() {
        DocumentType any = new DocumentType("TEST", 1);
        DocumentWriter plain =
                new DocumentWriter(any).writeByte(1).writeDouble(0).writeDouble(9);
        byte[] bytes = plain.writeCount(2).writeDouble(3).writeDouble(5).toBytes();
        NumericBinning binning = (NumericBinning) Binning.readFrom(new DocumentReader(bytes, any));

        assertThat(binning.cells()).isEqualTo(binning.size()).isEqualTo(3);
        assertThat(binning.labels()).containsExactly("≤ 3", "(3, 5]", "> 5");
        DocumentWriter again = new DocumentWriter(any);
        binning.writeTo(again);
        assertThat(again.toBytes()).isEqualTo(bytes);
    }

    /** A value that stands for a missing one in some programs: there is no double below it. */
    @Test
    void shouldTakeTheLowestDoubleForAnAtom() {
        NumericBinning binning =
                NumericBinning.ofDeciles(EmpiricalCdf.ofValues(-Double.MAX_VALUE, -Double.MAX_VALUE, 1, 2, 3));
        DocumentType type = new DocumentType("TEST", 1);
        DocumentWriter out = new DocumentWriter(type);
        binning.writeTo(out);

        assertThat(Binning.readFrom(new DocumentReader(out.toBytes(), type)).id())
                .isEqualTo(binning.id());
        assertThat(binning.labels()).hasSize(binning.size());
        assertThat(binning.indexOf(-Double.MAX_VALUE)).isZero();
        assertThat(binning.indexOf(-1e300)).isEqualTo(1);
    }

    @Test
    void shouldBeNamedByItsContent() {
        NumericBinning binning = NumericBinning.ofDeciles(EmpiricalCdf.ofValues(1, 2, 3));

        assertThat(binning.id())
                .isEqualTo(
                        NumericBinning.ofDeciles(EmpiricalCdf.ofValues(3, 2, 1)).id());
        assertThat(binning.id())
                .isNotEqualTo(
                        NumericBinning.ofDeciles(EmpiricalCdf.ofValues(1, 2, 4)).id());
        assertThat(binning.id()).matches("[0-9a-f]{16}");
    }
}
