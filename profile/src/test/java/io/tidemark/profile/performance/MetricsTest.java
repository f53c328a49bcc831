package io.tidemark.profile.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against performance/expected.csv, which expected.py beside it reckons with numpy and scipy from the definitions. */
class MetricsTest {

    @ParameterizedTest
    @ValueSource(strings = {"random", "fraud", "tied", "constant", "extreme", "multi", "numbers", "faroff"})
    void shouldBeWhatTheDefinitionsSay(String name) {
        Map<Metric, MetricValue> metrics = profileOf(name).metrics();
        List<String[]> expected =
                lines("expected").filter(cells -> cells[0].equals(name)).toList();

        assertThat(metrics).hasSize(expected.size());
        for (String[] cells : expected) {
            Metric metric = Metric.of(cells[1]).orElseThrow();
            double value = Double.parseDouble(cells[2]);
            double standardError = Double.parseDouble(cells[3]);
            MetricValue measured = Optional.ofNullable(metrics.get(metric)).orElseThrow();

            assertThat(measured.value()).as(cells[1]).isCloseTo(value, within(1e-9 + 1e-9 * Math.abs(value)));
            assertThat(measured.low()).as(cells[1]).isLessThanOrEqualTo(value);
            assertThat(measured.high()).as(cells[1]).isGreaterThanOrEqualTo(value);
            assertThat(measured.high()).as(cells[1]).isGreaterThan(measured.low());
            if (standardError > 0) {
                // numpy's own rounding is what the errors of numbers far off differ by
                assertThat(measured.standardError())
                        .as(cells[1])
                        .isCloseTo(standardError, within(2e-6 * standardError));
            } else {
                assertThat(measured.standardError()).as(cells[1]).isPositive();
            }
        }
    }

    private static PerformanceProfile profileOf(String name) {
        PerformanceProfile profile = new PerformanceProfile();
        List<String[]> rows = lines(name).toList();
        String[] header = rows.getFirst();
        for (String[] row : rows.subList(1, rows.size())) {
            Answer answer = answer(header, row);
            profile.predicted(answer, OptionalLong.empty());
            profile.labelled(
                    answer,
                    answer instanceof Answer.OfClass
                            ? new Truth.OfClass(row[0])
                            : new Truth.OfNumber(Double.parseDouble(row[0])));
        }
        return profile;
    }

    private static Answer answer(String[] header, String[] row) {
        if (header.length == 2) {
            return new Answer.OfNumber(Double.parseDouble(row[1]));
        }
        Map<String, Double> scores = new HashMap<>();
        for (int i = 2; i < header.length; i++) {
            scores.put(header[i], Double.parseDouble(row[i]));
        }
        return new Answer.OfClass(row[1], scores, OptionalDouble.empty());
    }

    private static Stream<String[]> lines(String name) {
        try (InputStream in = MetricsTest.class.getResourceAsStream("/performance/" + name + ".csv")) {
            return Arrays.stream(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n"))
                    .map(line -> line.split(","));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
