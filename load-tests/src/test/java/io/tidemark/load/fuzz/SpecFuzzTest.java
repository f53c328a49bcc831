package io.tidemark.load.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tidemark.stream.spec.InvalidSpecException;
import io.tidemark.stream.spec.SpecYaml;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Monitor specs. */
class SpecFuzzTest {
    static Stream<byte[]> seeds() {
        return Stream.of("""
                        model: flights
                        window: 1h
                        grace: 5m
                        rollups: [1d]
                        minRows: 100
                        falseAlarms: 1 per 7d
                        references: [baseline, previous-window]
                        segments: {by: [region], max: 10}
                        episodes: {openAfter: 2, closeAfter: 3}
                        thresholds: {minor: {psi: 0.1}}
                        features: {distance: {thresholds: {minor: {psi: 0.2}}}}
                        """, """
                        model: flights
                        labels: {wait: 1d, coverage: 50 %}
                        performance: {accuracy: {minor: 2 %}}
                        retrain: {when: [drift], schedule: "0 3 * * 1", quietHours: 22:00-06:00 Europe/Berlin}
                        rollout: {shadow: 500}
                        """, "a: &a [*a]", "a: &a {b: 1}\nc: *a\n<<: *a", "\"\\uD800\": !!binary x")
                .map(text -> text.getBytes(UTF_8));
    }

    @MethodSource("seeds")
    @DictionaryEntries({
        "model: m",
        "retrain:",
        "rollout:",
        "labels: {}",
        "performance:",
        "thresholds:",
        "features:",
        "&a",
        "*a",
        "!!",
        "<<:"
    })
    @FuzzTest
    void shouldReadOrRefuseSpecs(byte[] input) {
        String yaml = new String(input, UTF_8);
        Harmless.run(input, () -> {
            try {
                SpecYaml.read(yaml);
            } catch (InvalidSpecException e) {
                // Documented.
            }
        });
    }
}
