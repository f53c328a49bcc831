package io.tidemark.stream.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.stream.window.ProfileMessage.Heartbeat;
import io.tidemark.stream.window.ProfileMessage.LimitPassed;
import io.tidemark.stream.window.ProfileMessage.Watermark;
import io.tidemark.stream.window.ProfileMessage.WindowPart;
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
        LimitPassed passed = new LimitPassed("m", 1, Limit.SEGMENTS, 2, 3);
        assertThat(ProfileMessageCodec.decode(ProfileMessageCodec.encode(passed)))
                .isEqualTo(passed);
        WindowPart part = new WindowPart(new WindowKey("m", "v", "all", 1, 2), 3, 4, 5, 6, 7, WindowPart.NO_JOINT);
        assertThat(ProfileMessageCodec.decode(ProfileMessageCodec.encode(part)))
                .usingRecursiveComparison()
                .isEqualTo(part);
    }

    @Test
    void shouldReadAPartOfAnEarlierReleaseAsProfiledInFull() {
        // version, type, model, version, segment, start, end, partition, rows, dropped values, features, joint
        String version3 = "03" + "01" + "00000001" + "6d" + "00000001" + "76" + "00000003" + "616c6c"
                + "0000000000000001" + "0000000000000002" + "00000003" + "0000000000000004" + "0000000000000006"
                + "00000007" + "00000000";
        assertThat(ProfileMessageCodec.decode(HexFormat.of().parseHex(version3)))
                .usingRecursiveComparison()
                .isEqualTo(new WindowPart(new WindowKey("m", "v", "all", 1, 2), 3, 4, 0, 6, 7, WindowPart.NO_JOINT));
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
