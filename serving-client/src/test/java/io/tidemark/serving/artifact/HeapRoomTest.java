package io.tidemark.serving.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapRoomTest {
    private static final int MEGABYTE = 1 << 20;

    @Test
    void shouldCountGarbageAsRoom() {
        System.gc();
        long before = HeapRoom.bytes();
        long touched = 0;
        for (int i = 0; i < 64; i++) {
            touched += new byte[MEGABYTE / 2].length;
        }

        assertThat(HeapRoom.bytes()).isGreaterThan(before - touched / 2);
    }

    @Test
    void shouldNotCountWhatIsInUseAsRoom() {
        byte[][] used = new byte[64][MEGABYTE];
        System.gc();

        assertThat(HeapRoom.bytes())
                .isLessThanOrEqualTo(Runtime.getRuntime().maxMemory() - (long) used.length * MEGABYTE);
    }
}
