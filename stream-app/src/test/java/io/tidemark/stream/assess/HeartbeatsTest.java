package io.tidemark.stream.assess;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.stream.state.LiveState;
import io.tidemark.stream.state.MemoryStateWriter;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.ProfileMessage.Heartbeat;
import org.junit.jupiter.api.Test;

class HeartbeatsTest {
    private final Heartbeats heartbeats = new Heartbeats();

    @Test
    void shouldTellWhetherTheClockFurthestBehindMovedOn() {
        assertThat(heartbeats.observe(new Heartbeat(0, 10))).isTrue();
        assertThat(heartbeats.observe(new Heartbeat(1, 20))).isFalse();
        assertThat(heartbeats.observe(new Heartbeat(1, 30))).isFalse();
        assertThat(heartbeats.observe(new Heartbeat(0, 5))).isFalse();
        assertThat(heartbeats.observe(new Heartbeat(0, 40))).isTrue();
        assertThat(heartbeats.clockOf(1)).isEqualTo(30);
        assertThat(heartbeats.clockOf(2)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void shouldBeRestored() {
        heartbeats.observe(new Heartbeat(0, 10));
        heartbeats.observe(new Heartbeat(7, 20));
        MemoryStateWriter store = new MemoryStateWriter();
        heartbeats.save(store);

        Heartbeats restored = new Heartbeats();
        store.restoreInto(new LiveState() {
            @Override
            public void restore(String key, byte[] value) {
                restored.restore(value);
            }

            @Override
            public void save(StateWriter writer) {
                throw new UnsupportedOperationException();
            }
        });
        assertThat(restored.clockOf(0)).isEqualTo(10);
        assertThat(restored.clockOf(7)).isEqualTo(20);
    }
}
