package io.tidemark.load;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FirstFailureTest {
    private final FirstFailure failure = new FirstFailure();

    @Test
    void shouldFindNothingWrongWithRecordsThatWereWritten() {
        failure.onCompletion(null, null);

        assertThatCode(failure::check).doesNotThrowAnyException();
    }

    @Test
    void shouldFailWithTheFirst() {
        IllegalArgumentException first = new IllegalArgumentException("too large");

        failure.onCompletion(null, null);
        failure.onCompletion(null, first);
        failure.keep(new IllegalStateException("closed"));

        assertThatThrownBy(failure::check).hasMessageContaining("too large").hasCause(first);
    }
}
