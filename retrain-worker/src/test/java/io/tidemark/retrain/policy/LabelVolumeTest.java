package io.tidemark.retrain.policy;

import static io.tidemark.retrain.policy.Records.NOON;
import static io.tidemark.retrain.policy.Records.labelled;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.schemas.avro.WindowPerformance;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelVolumeTest {
    private static Instant hour(int hours) {
        return NOON.plusSeconds(3_600L * hours);
    }

    private static final List<WindowPerformance> RECORDS = List.of(
            labelled("1", hour(0), 0, 100, hour(1)),
            labelled("1", hour(0), 1, 250, hour(2)),
            labelled("1", hour(1), 0, 40, hour(2)),
            labelled("2", hour(1), 0, 7, hour(3)),
            labelled("1", hour(0), 2, 245, hour(4)));

    @Test
    void shouldCountWhatEachRevisionAdds() {
        LabelVolume labels = new LabelVolume();
        RECORDS.forEach(labels::accept);

        assertThat(labels.after(Instant.MIN)).isEqualTo(297);
        assertThat(labels.after(hour(1))).isEqualTo(197);
        assertThat(labels.after(hour(2))).isEqualTo(7);
        assertThat(labels.after(hour(4))).isZero();
    }

    @Test
    void shouldCountARecordThatComesAgainOnce() {
        LabelVolume labels = new LabelVolume();
        RECORDS.forEach(labels::accept);
        RECORDS.subList(1, 4).forEach(labels::accept);

        assertThat(labels.after(Instant.MIN)).isEqualTo(297);
    }

    @Test
    void shouldBearCountsThatCanNotBeRight() {
        LabelVolume labels = new LabelVolume();
        labels.accept(labelled("1", hour(0), 0, Long.MAX_VALUE, hour(1)));
        labels.accept(labelled("1", hour(1), 0, Long.MAX_VALUE, hour(1)));

        assertThat(labels.after(Instant.MIN)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldNotCountSegments() {
        LabelVolume labels = new LabelVolume();
        labels.accept(Records.with(RECORDS.getFirst(), "segment", "region=eu"));

        assertThat(labels.after(Instant.MIN)).isZero();
    }

    @Test
    void shouldStayBounded() {
        LabelVolume labels = new LabelVolume();
        for (int i = 0; i < LabelVolume.MOST_WINDOWS + 50; i++) {
            labels.accept(labelled("1", hour(i), 0, 2, hour(i)));
        }

        assertThat(labels.after(Instant.MIN)).isEqualTo(2L * (LabelVolume.MOST_WINDOWS + 50));
        assertThat(labels.after(hour(LabelVolume.MOST_WINDOWS + 39))).isEqualTo(20);
    }
}
