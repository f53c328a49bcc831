package io.tidemark.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RecordKeysTest {
    @Test
    void shouldReadAsAPath() {
        assertThat(RecordKeys.modelVersionSegment("flights", "v3", "origin=ORD"))
                .isEqualTo("flights/v3/origin=ORD");
        assertThat(RecordKeys.baselineFeature("flights", "v3", "all", "origin")).isEqualTo("flights/v3/origin");
        assertThat(RecordKeys.baselineManifest("flights", "v3", "all")).isEqualTo("flights/v3");
    }

    @Test
    void shouldEscapeASlashInAPart() {
        assertThat(RecordKeys.modelVersion("team/flights", "100%")).isEqualTo("team%2Fflights/100%25");
    }

    @Test
    void shouldKeepManifestsApartFromFeatures() {
        assertThat(RecordKeys.baselineManifest("m", "v", "a=b"))
                .isEqualTo("m/v//a=b")
                .isNotEqualTo(RecordKeys.baselineFeature("m", "v", "all", "a=b"));
    }

    @Property
    void shouldSplitIntoThePartsItWasMadeOf(@ForAll @Size(3) List<@CharRange(from = '%', to = '/') String> parts) {
        String key = RecordKeys.modelVersionSegment(parts.get(0), parts.get(1), parts.get(2));

        assertThat(RecordKeys.split(key)).isEqualTo(parts);
    }

    /** Computed with murmur2 in Python, with Kafka's seed. */
    @Test
    void shouldLookForKeysWhereKafkasProducersPutThem() {
        assertThat(RecordKeys.partitionOfModel("flights", 4)).isEqualTo(2);
        assertThat(RecordKeys.partitionOfModel("churn/eu", 7)).isEqualTo(3);
    }
}
