package io.tidemark.standalone.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.schemas.avro.ModelStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoopTextsTest {

    @ParameterizedTest
    @CsvSource({
        "0.62341, 0.6234",
        "0.5, 0.5",
        "0, 0",
        "5, 5",
        "12345.678, 12350",
        "-0.000012344, -0.00001234",
        "1e-12, 0.000000000001",
        "NaN, NaN"
    })
    void shouldWriteFourSignificantDigits(double value, String text) {
        assertThat(LoopTexts.figure(value)).isEqualTo(text);
    }

    @Test
    void shouldWriteNothingForNoFigure() {
        assertThat(LoopTexts.figure(null)).isEmpty();
    }

    @Test
    void shouldWriteConstantsInWords() {
        assertThat(LoopTexts.words(ModelStage.ROLLED_BACK)).isEqualTo("rolled back");
    }
}
