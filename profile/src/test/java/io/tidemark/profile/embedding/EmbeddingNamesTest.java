package io.tidemark.profile.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingNamesTest {
    @Test
    void shouldNameNormLengthAndProjectionsAfterTheArray() {
        assertThat(EmbeddingNames.of("text"))
                .containsExactly(
                        "text#norm",
                        "text#length",
                        "text#p0",
                        "text#p1",
                        "text#p2",
                        "text#p3",
                        "text#p4",
                        "text#p5",
                        "text#p6",
                        "text#p7");
    }

    @Test
    void shouldKnowTheArrayByAnyOfItsNames() {
        assertThat(EmbeddingNames.of("a#b"))
                .allSatisfy(name -> assertThat(EmbeddingNames.arrayOf(name)).hasValue("a#b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "text#p8", "text#", "#", "", "text#norm ", "norm"})
    void shouldKnowWhatTellsOfNoArray(String name) {
        assertThat(EmbeddingNames.arrayOf(name)).isEmpty();
    }
}
