package io.tidemark.serving.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InferenceShareTest {

    /** Computed in Python from the published algorithms, whose own test vector ("foobar") it reproduces. */
    @ParameterizedTest
    @CsvSource({
        "flights, 2, f-1, 0.10030404992511044",
        "flights, 3, f-1, 0.25875014288514875",
        "flights, 2, '', 0.17281862922795266",
        "modèle, v/1, Ωmega-✈, 0.26370955425540044",
        "'', '', '', 0.8554956354915693"
    })
    void shouldPlaceAnInferenceWhereEveryLanguagePlacesIt(String model, String version, String id, double place) {
        assertThat(InferenceShare.of(model, version).place(id)).isEqualTo(place);
    }

    /** Counts of the same Python program. */
    @Test
    void shouldTakeItsShareAndOtherIdsForAnotherVersion() {
        InferenceShare two = InferenceShare.of("flights", "2");
        InferenceShare three = InferenceShare.of("flights", "3");

        assertThat(ids().filter(id -> two.contains("id-" + id, 0.05))).hasSize(5_089);
        assertThat(ids().filter(id -> three.contains("id-" + id, 0.05))).hasSize(5_008);
        assertThat(ids().filter(id -> two.contains("id-" + id, 0.05) && three.contains("id-" + id, 0.05)))
                .hasSize(257);
    }

    @Test
    void shouldKeepAnIdInEveryLargerShare() {
        InferenceShare share = InferenceShare.of("flights", "2");

        assertThat(ids().filter(id -> share.contains("id-" + id, 0.05) && !share.contains("id-" + id, 0.25)))
                .isEmpty();
        assertThat(ids().filter(id -> share.contains("id-" + id, 0))).isEmpty();
        assertThat(ids().filter(id -> share.contains("id-" + id, 1))).hasSize(100_000);
    }

    private static IntStream ids() {
        return IntStream.range(0, 100_000);
    }
}
