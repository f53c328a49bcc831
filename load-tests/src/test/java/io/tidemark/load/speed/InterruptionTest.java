package io.tidemark.load.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.Test;

class InterruptionTest {
    @Test
    void shouldMakeOfTheClientsExceptionTheOneItWas() {
        InterruptException told = new InterruptException("told"); // it interrupts its thread

        assertThatThrownBy(() -> Interruption.unlessInterrupted(told))
                .isInstanceOf(InterruptedException.class)
                .hasCause(told);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void shouldLeaveOthersAlone() throws InterruptedException {
        IllegalStateException other = new IllegalStateException("broken");

        assertThat(Interruption.unlessInterrupted(other)).isSameAs(other);
    }
}
