package io.tidemark.profile.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.profile.binning.Binning;
import io.tidemark.profile.binning.CategoricalBinning;
import io.tidemark.profile.binning.NumericBinning;
import io.tidemark.profile.stats.EmpiricalCdf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** Values that are sketched together leave what they leave one after the other. */
class ValueColumnTest {
    private static final int ROWS = 64;
    private static final double[] UNUSUAL = {
        Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 1e300, -1e300
    };

    private static final List<Binning> BINS = List.of(
            NumericBinning.ofDeciles(
                    EmpiricalCdf.ofValues(new Random(9).doubles(1000).toArray())),
            NumericBinning.ofDeciles(EmpiricalCdf.ofValues(7)),
            CategoricalBinning.of(List.of("a", "b", "c", "true"), true, 2));

    /** What most rows of a batch are. */
    private enum Mostly {
        NUMBERS,
        TEXTS,
        ANYTHING
    }

    @Property(tries = 300)
    void shouldSketchAColumnAsItWouldItsRows(
            @ForAll long seed, @ForAll KindHint hint, @ForAll boolean bound, @ForAll boolean allRows) {
        Random random = new Random(seed);
        FeatureSketch together = new FeatureSketch(SketchConfig.window(), hint);
        FeatureSketch oneByOne = new FeatureSketch(SketchConfig.window(), hint);
        if (bound) {
            Binning binning = BINS.get(random.nextInt(BINS.size()));
            together.bind(binning);
            oneByOne.bind(binning);
        }
        ValueColumn column = new ValueColumn(ROWS);
        for (int batch = 0; batch < 8; batch++) {
            int rows = 1 + random.nextInt(ROWS);
            Mostly mostly = Mostly.values()[random.nextInt(3)];
            List<@Nullable Object> values = new ArrayList<>();
            for (int row = 0; row < rows; row++) {
                values.add(valueOf(mostly, random));
                set(column, row, values.get(row));
            }
            int[] chosen = IntStream.range(0, rows)
                    .filter(row -> allRows || random.nextBoolean())
                    .toArray();
            int[] cells = new int[ROWS];

            together.update(column, chosen, chosen.length, cells);

            int[] expected = Arrays.stream(chosen)
                    .map(row -> updateOne(oneByOne, values.get(row)))
                    .toArray();
            assertThat(Arrays.copyOf(cells, chosen.length)).isEqualTo(expected);
            column.clear(rows);
        }
        assertThat(together.toBytes()).isEqualTo(oneByOne.toBytes());
    }

    @Property(tries = 200)
    void shouldCountWhichOfSomeRowsHaveAValue(@ForAll long seed) {
        Random random = new Random(seed);
        ValueColumn column = new ValueColumn(ROWS);
        int rows = random.nextInt(ROWS + 1);
        boolean[] has = new boolean[ROWS];
        for (int row = 0; row < rows; row++) {
            has[row] = random.nextInt(8) > 0;
            if (has[row]) {
                column.setNumber(row, row);
            }
        }
        int[] chosen = IntStream.range(0, rows)
                .filter(row -> random.nextInt(3) > 0)
                .limit(random.nextInt(ROWS))
                .toArray();

        assertThat(column.count(chosen, chosen.length))
                .isEqualTo((int) Arrays.stream(chosen).filter(row -> has[row]).count());
        assertThat(column.count(chosen, 0)).as("of no rows").isZero();
    }

    private static @Nullable Object valueOf(Mostly mostly, Random random) {
        int unusual = random.nextInt(mostly == Mostly.ANYTHING ? 6 : 300);
        return switch (unusual) {
            case 0 -> UNUSUAL[random.nextInt(UNUSUAL.length)];
            case 1 -> random.nextBoolean();
            case 2 -> null;
            case 3 -> ValueColumn.class; // absent
            default ->
                mostly == Mostly.NUMBERS ? random.nextGaussian() : String.valueOf((char) ('a' + random.nextInt(5)));
        };
    }

    private static void set(ValueColumn column, int row, @Nullable Object value) {
        switch (value) {
            case null -> column.setNull(row);
            case Double number -> column.setNumber(row, number);
            case Boolean flag -> column.setBoolean(row, flag);
            case String text -> column.setText(row, text);
            default -> {}
        }
    }

    private static int updateOne(FeatureSketch sketch, @Nullable Object value) {
        sketch.forgetCell();
        switch (value) {
            case null -> sketch.updateNull();
            case Double number -> sketch.updateNumber(number);
            case Boolean flag -> sketch.updateBoolean(flag);
            case String text -> sketch.updateText(text);
            default -> {}
        }
        return sketch.lastCell();
    }
}
