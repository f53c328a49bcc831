package io.tidemark.profile.csv;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CellsTest {

    @ParameterizedTest
    @CsvSource({
        "1,1",
        "-0.5,-0.5",
        "+3,3",
        ".5,0.5",
        "5.,5",
        "1e3,1000",
        "1E-2,0.01",
        "' 7 ',7",
        "inf,Infinity",
        "-Infinity,-Infinity"
    })
    void shouldReadNumbers(String cell, double expected) {
        assertThat(Cells.number(cell)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x", "1d", "0x10", "1,000", "1e", "e5", "1.2.3", ".", "-", "--1", "1 2", "12:30", "1f", "١"})
    void shouldNotTakeAnythingElseForANumber(String cell) {
        assertThat(Cells.number(cell)).isNaN();
    }

    @Property
    void shouldReadEveryNumberThatJavaWrites(@ForAll double value) {
        assertThat(Cells.number(Double.toString(value))).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"true,true,true", "' TRUE ',true,true", "False,true,false", "yes,false,false", "1,false,false"})
    void shouldKnowBooleans(String cell, boolean isBoolean, boolean isTrue) {
        assertThat(Cells.isBoolean(cell)).isEqualTo(isBoolean);
        assertThat(Cells.isTrue(cell)).isEqualTo(isTrue);
    }

    @ParameterizedTest
    @CsvSource({"01069,true", "' 007 ',true", "00,true", "0,false", "0.5,false", "10,false", "0x1,false", "-01,false"})
    void shouldKnowCodes(String cell, boolean expected) {
        assertThat(Cells.isCode(cell)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "NA", "N/A", "#N/A", "<NA>", "NaN", "nan", "null", "NULL", "None", " NA "})
    void shouldKnowMissingCells(String cell) {
        assertThat(Cells.isMissing(cell)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-", "none", "na", "nothing", "NAN"})
    void shouldNotTakeAnythingElseForMissing(String cell) {
        assertThat(Cells.isMissing(cell)).isFalse();
    }
}
