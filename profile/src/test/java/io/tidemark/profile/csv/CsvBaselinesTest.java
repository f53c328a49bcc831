package io.tidemark.profile.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.baseline.FeatureKind;
import io.tidemark.profile.compare.FeatureComparator;
import io.tidemark.profile.compare.FeatureComparison;
import io.tidemark.profile.compare.Statistic;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.JointSketch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvBaselinesTest {
    private static final Instant NOW = Instant.parse("2001-02-01T00:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void shouldTellWhatColumnsAre() throws IOException {
        StringBuilder text = new StringBuilder("amount,flag,airport,code,empty,mixed,zip\n");
        for (int i = 0; i < 200; i++) {
            text.append(i == 7 ? "unknown" : i == 8 ? "" : String.valueOf(i / 2.0))
                    .append(',');
            text.append(i % 2 == 0 ? "true" : "False").append(',');
            text.append(i % 3 == 0 ? "ORD" : "DFW").append(',').append(i % 5).append(",,");
            text.append(i % 20 == 0 ? "x" : "1")
                    .append(i % 10 == 0 ? ",01069" : ",80331")
                    .append('\n');
        }
        Map<String, FeatureKind> kinds = ColumnKinds.infer(
                source("a.csv", text.toString()),
                new ColumnSelection(Set.of(), Set.of(), Set.of("code")),
                CsvProgress.SILENT);

        assertThat(kinds)
                .containsExactly(
                        Map.entry("amount", FeatureKind.NUMERIC),
                        Map.entry("flag", FeatureKind.BOOLEAN),
                        Map.entry("airport", FeatureKind.CATEGORICAL),
                        Map.entry("code", FeatureKind.CATEGORICAL),
                        Map.entry("empty", FeatureKind.CATEGORICAL),
                        Map.entry("mixed", FeatureKind.CATEGORICAL),
                        Map.entry("zip", FeatureKind.CATEGORICAL));
    }

    @Test
    void shouldCountMissingAndWrongCells() throws IOException {
        CsvSource source = source("a.csv", "x,y\n" + "1,a\n".repeat(300) + "oops,b\ninf,\nNA,NaN\n");
        Baseline baseline = create(source, ColumnSelection.all(), Detail.STREAM);
        FeatureSketch x = feature(baseline, "x").sketch();

        assertThat(baseline.rows()).isEqualTo(303);
        assertThat(x.numbers()).isEqualTo(300);
        assertThat(x.texts()).isEqualTo(1);
        assertThat(x.infinities()).isEqualTo(1);
        assertThat(x.nulls()).isEqualTo(1);
        assertThat(feature(baseline, "y").sketch().nulls()).isEqualTo(2);
        assertThat(baseline.source()).endsWith("a.csv");
        assertThat(baseline.learned()).isFalse();
    }

    @Test
    void shouldSelectColumns() throws IOException {
        CsvSource source = source("a.csv", "a,b,c\n1,2,3\n");

        assertThat(create(source, new ColumnSelection(Set.of("c", "a"), Set.of("a"), Set.of()), Detail.STREAM)
                        .features())
                .containsOnlyKeys("c");
        assertThatExceptionOfType(CsvException.class)
                .isThrownBy(() -> create(source, new ColumnSelection(Set.of(), Set.of("d"), Set.of()), Detail.STREAM))
                .withMessageContaining("has no column 'd', its columns are a, b, c");
        assertThatExceptionOfType(CsvException.class)
                .isThrownBy(() ->
                        create(source, new ColumnSelection(Set.of(), Set.of("a", "b", "c"), Set.of()), Detail.STREAM))
                .withMessageContaining("no column is left");
    }

    @Test
    void shouldRefuseABaselineWithoutRows() throws IOException {
        CsvSource source = source("a.csv", "a,b\n");

        assertThatExceptionOfType(CsvException.class)
                .isThrownBy(() -> create(source, ColumnSelection.all(), Detail.STREAM))
                .withMessageEndingWith("a.csv has a header but no rows: a baseline needs some");
    }

    @Test
    void shouldCountBinsExactlyInFilesLargerThanASketch() throws IOException {
        double[] values = new Random(1).doubles(70_000).toArray();
        Baseline baseline = create(numbers("a.csv", values), ColumnSelection.all(), Detail.STREAM);
        FeatureBaseline x = feature(baseline, "x");
        long[] counts = new long[x.binning().cells()];
        Arrays.stream(values).forEach(value -> counts[indexOf(x, value)]++);

        assertThat(x.exactCounts()).isTrue();
        assertThat(x.cellCounts()).isEqualTo(counts);
    }

    @Test
    void shouldGiveAColumnAnotherName() throws IOException {
        CsvSource source = numbers("a.csv", new double[] {1, 2, 3});
        Baseline baseline = CsvBaselines.create(
                source,
                CsvBaselineSettings.of(ColumnSelection.all(), Detail.STREAM).withNames(Map.of("x", "$score")),
                NOW,
                CsvProgress.SILENT);

        assertThat(baseline.features()).containsOnlyKeys("$score");
        assertThat(feature(baseline, "$score").name()).isEqualTo("$score");
    }

    /** Pearson's correlation of the normal scores of cells; by construction that of x and y is near 0.6. */
    @Test
    void shouldCountHowColumnsDependOnEachOther() throws IOException {
        Random random = new Random(4);
        StringBuilder csv = new StringBuilder("x,y,z\n");
        for (int i = 0; i < 20_000; i++) {
            double x = random.nextGaussian();
            double y = 0.6 * x + 0.8 * random.nextGaussian();
            csv.append(x)
                    .append(',')
                    .append(Math.exp(y))
                    .append(',')
                    .append(random.nextGaussian())
                    .append('\n');
        }
        Baseline baseline = create(source("a.csv", csv.toString()), ColumnSelection.all(), Detail.STREAM);
        JointSketch joint = baseline.joint().orElseThrow().sketch();

        assertThat(joint.rows()).isEqualTo(20_000);
        assertThat(joint.correlation(0, 1)).isCloseTo(0.6, within(0.03));
        assertThat(joint.correlation(0, 2)).isCloseTo(0, within(0.03));
        assertThat(joint.kurtosis(0)).isCloseTo(3, within(0.4));
    }

    private static int indexOf(FeatureBaseline feature, double value) {
        FeatureSketch one = feature.newSketch(Detail.STREAM.config(1));
        one.updateNumber(value);
        long[] counts = one.bins().orElseThrow().cells();
        int cell = 0;
        while (counts[cell] == 0) {
            cell++;
        }
        return cell;
    }

    @Test
    void shouldCompareTwoFiles() throws IOException {
        Random random = new Random(2);
        double[] before = random.doubles(80_000).toArray();
        double[] now = random.doubles(70_000).map(value -> value * value).toArray();
        Baseline baseline = create(numbers("a.csv", before), ColumnSelection.all(), Detail.OFFLINE);
        CsvProfile profile = CsvProfiles.profile(numbers("b.csv", now), baseline, Detail.OFFLINE, CsvProgress.SILENT);
        FeatureComparison comparison = FeatureComparator.compare(
                feature(baseline, "x"), profile.sketches().values().iterator().next(), profile.rows());

        assertThat(profile.rows()).isEqualTo(70_000);
        // For u uniform, P(u² ≤ t) = √t: D = max √t − t = 1/4, and W = ∫ (√t − t) dt = 1/6 over σ = 1/√12.
        assertThat(comparison.value(Statistic.KOLMOGOROV_SMIRNOV)).hasValueCloseTo(0.25, within(0.01));
        assertThat(comparison.value(Statistic.WASSERSTEIN)).hasValueCloseTo(Math.sqrt(12) / 6, within(0.01));
    }

    @Test
    void shouldNameABaselineFeatureThatAFileLacks() throws IOException {
        Baseline baseline = create(source("a.csv", "x,y\n1,2\n"), ColumnSelection.all(), Detail.STREAM);
        CsvSource other = source("b.csv", "x\n1\n");

        assertThatExceptionOfType(CsvException.class)
                .isThrownBy(() -> CsvProfiles.profile(other, baseline, Detail.STREAM, CsvProgress.SILENT))
                .withMessageContaining("b.csv has no column 'y'");
    }

    @Test
    void shouldTellHowFarItIs() throws IOException {
        CsvSource source = numbers("a.csv", new Random(1).doubles(70_000).toArray());
        Set<String> steps = new TreeSet<>();
        long[] last = new long[2];
        CsvBaselines.create(
                source, CsvBaselineSettings.of(ColumnSelection.all(), Detail.STREAM), NOW, (step, rows, bytes) -> {
                    steps.add(step);
                    last[0] = rows;
                    last[1] = bytes;
                });

        assertThat(steps).containsExactly("counting bins", "counting rows", "looking at columns", "sketching");
        assertThat(last).containsExactly(70_000, source.sizeBytes());
    }

    private static Baseline create(CsvSource source, ColumnSelection selection, Detail detail) {
        return CsvBaselines.create(source, CsvBaselineSettings.of(selection, detail), NOW, CsvProgress.SILENT);
    }

    private static FeatureBaseline feature(Baseline baseline, String name) {
        return baseline.feature(name).orElseThrow();
    }

    private CsvSource numbers(String name, double[] values) throws IOException {
        StringBuilder text = new StringBuilder("x\n");
        Arrays.stream(values).forEach(value -> text.append(value).append('\n'));
        return source(name, text.toString());
    }

    private CsvSource source(String name, String text) throws IOException {
        return new CsvSource(Files.writeString(folder.resolve(name), text));
    }
}
