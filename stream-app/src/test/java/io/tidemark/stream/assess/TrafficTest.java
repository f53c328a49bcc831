package io.tidemark.stream.assess;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.state.BinaryOut;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrafficTest {
    private static final long HOUR = Models.HOUR;

    private final MonitorSpec spec = MonitorSpec.defaults("m");

    /** A run that began at 0 and lasted for five hours on the wall clock. */
    private static BinaryOut saved(int version) {
        return new BinaryOut(version)
                .writeLong(0)
                .writeLong(5 * HOUR)
                .writeLong(0)
                .writeLong(0)
                .writeLong(4 * HOUR)
                .writeLong(Long.MIN_VALUE)
                .writeText("v1")
                .writeInt(1)
                .writeText("v1");
    }

    @Test
    void shouldReadWhatAnEarlierReleaseSaved() {
        Traffic traffic = new Traffic();
        traffic.restore("m", saved(1).toBytes());

        assertThat(traffic.isLive(spec)).isTrue();
        assertThat(traffic.lastPaneEndMs()).isEqualTo(4 * HOUR);
        assertThat(traffic.versions()).containsExactly("v1");
        assertThat(traffic.takeDirty()).as("nothing changed").isEqualTo(Optional.empty());
    }

    @Test
    void shouldKnowAfterARestartThatTheModelWasLive() {
        Traffic traffic = new Traffic();
        traffic.restore("m", saved(2).writeBoolean(true).toBytes());
        assertThat(traffic.isAbandoned(spec)).as("it is live").isFalse();

        BinaryOut ended = new BinaryOut(2);
        new Liveness().writeTo(ended);
        ended.writeLong(4 * HOUR).writeLong(Long.MIN_VALUE).writeText("v1").writeInt(0);
        Traffic abandoned = new Traffic();
        abandoned.restore("m", ended.writeBoolean(true).toBytes());
        assertThat(abandoned.isAbandoned(spec)).isTrue();
    }
}
