package io.tidemark.stream.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.stream.window.ProfileMessage.Heartbeat;
import io.tidemark.stream.window.ProfileMessage.Watermark;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ProfileMessageCodecTest {
    @Test
    void shouldReadBackWhatItWrote() {
        Watermark mark = new Watermark("m", 1, 2, 3, true, 4, 5);
        assertThat(ProfileMessageCodec.decode(ProfileMessageCodec.encode(mark))).isEqualTo(mark);
        Heartbeat heartbeat = new Heartbeat(1, 2);
        assertThat(ProfileMessageCodec.decode(ProfileMessageCodec.encode(heartbeat)))
                .isEqualTo(heartbeat);
    }

    @Test
    void shouldReadAWatermarkOfAnEarlierReleaseThatDoesNotSayWhenItWasSent() {
        // version, type, length of the model's name, name, partition, partitions, sent up to, idle, clock
        String version2 = "02" + "03" + "00000001" + "6d" + "00000001" + "00000002" + "0000000000000003" + "01"
                + "0000000000000004";
        assertThat(ProfileMessageCodec.decode(HexFormat.of().parseHex(version2)))
                .isEqualTo(new Watermark("m", 1, 2, 3, true, 4, Watermark.UNKNOWN));
    }
}
