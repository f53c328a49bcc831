package io.tidemark.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnstileTest {
    private final Turnstile turnstile = new Turnstile();

    private long enter(int times, String name, String address) {
        return IntStream.range(0, times)
                .filter(number -> turnstile.enter(name.replace("*", "" + number), address.replace("*", "" + number)))
                .count();
    }

    @Test
    void shouldLeavePlacesToOtherNames() {
        assertThat(enter(100, "ann", "10.0.0.*")).isEqualTo(Turnstile.OF_A_NAME);
        assertThat(turnstile.enter("bob", "10.0.0.1")).isTrue();
    }

    @Test
    void shouldLeavePlacesToOtherAddresses() {
        assertThat(enter(100, "name*", "10.0.0.1")).isEqualTo(Turnstile.FROM_AN_ADDRESS);
        assertThat(turnstile.enter("bob", "10.0.0.2")).isTrue();
    }

    @Test
    void shouldHoldNoMoreThanThereAreThreadsFor() {
        assertThat(enter(100, "name*", "10.0.0.*")).isEqualTo(Turnstile.IN_ALL);
    }

    @Test
    void shouldGiveAPlaceAgain() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(enter(100, "ann", "10.0.0.1")).isEqualTo(Turnstile.OF_A_NAME);
            turnstile.leave("ann", "10.0.0.1");
            turnstile.leave("ann", "10.0.0.1");
        }
    }
}
