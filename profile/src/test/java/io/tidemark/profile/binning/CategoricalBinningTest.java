package io.tidemark.profile.binning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CategoricalBinningTest {

    @Test
    void shouldGiveEveryCategoryABinAndOneToUnseenOnes() {
        CategoricalBinning binning = CategoricalBinning.of(List.of("ORD", "DFW"), true, 10);

        assertThat(binning.labels()).containsExactly("ORD", "DFW", CategoricalBinning.UNSEEN);
        assertThat(binning.indexOf("DFW")).isEqualTo(1);
        assertThat(binning.indexOf("KORD")).isEqualTo(binning.unseenIndex()).isEqualTo(2);
        assertThat(binning.isUnseen("KORD")).isTrue();
        assertThat(binning.isUnseen("ORD")).isFalse();
    }

    @Test
    void shouldPoolTheRareOnesButKnowThem() {
        CategoricalBinning binning = CategoricalBinning.of(List.of("a", "b", "c", "d"), true, 2);

        assertThat(binning.labels()).containsExactly("a", "b", CategoricalBinning.OTHER, CategoricalBinning.UNSEEN);
        assertThat(binning.indexOf("d")).isEqualTo(2);
        assertThat(binning.isUnseen("d")).isFalse();
        assertThat(binning.indexOf("e")).isEqualTo(3);
    }

    @Test
    void shouldNotCallACategoryUnseenThatItMayHaveForgotten() {
        CategoricalBinning binning = CategoricalBinning.of(List.of("a", "b"), false, 10);

        assertThat(binning.tellsUnseen()).isFalse();
        assertThat(binning.indexOf("x")).isEqualTo(2);
        assertThat(binning.isUnseen("x")).isFalse();
        assertThat(binning.labels().get(2)).isEqualTo(CategoricalBinning.OTHER);
    }

    @Test
    void shouldStandABaselineWithoutCategories() {
        CategoricalBinning binning = CategoricalBinning.of(List.of(), true, 10);

        assertThat(binning.labels()).containsExactly(CategoricalBinning.UNSEEN);
        assertThat(binning.indexOf("x")).isZero();
    }
}
