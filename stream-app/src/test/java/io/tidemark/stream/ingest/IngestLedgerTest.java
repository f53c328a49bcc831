package io.tidemark.stream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.schemas.avro.PartitionLedger;
import io.tidemark.stream.mapping.IngestOutcome;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class IngestLedgerTest {
    private static final TopicPartition PARTITION = new TopicPartition("shop.scores", 3);
    private static final Instant NOW = Instant.parse("2001-01-01T00:00:00Z");

    /** Brokers' default of offset.metadata.max.bytes. */
    private static final int MOST_METADATA = 4_096;

    @Test
    void shouldGoOnFromTheCountsThatWereCommitted() {
        IngestLedger ledger = new IngestLedger(PARTITION, "");
        ledger.count(IngestOutcome.MAPPED);
        ledger.count(IngestOutcome.MAPPED);
        ledger.count(IngestOutcome.NO_ID);

        IngestLedger next = new IngestLedger(PARTITION, ledger.metadata());
        next.count(IngestOutcome.MAPPED);

        assertThat(ledger.metadata()).isEqualTo("tidemark-ledger-1;mapped=2;no-id=1");
        assertThat(next.of(IngestOutcome.MAPPED)).isEqualTo(3);
        assertThat(next.of(IngestOutcome.NO_ID)).isEqualTo(1);
    }

    @Test
    void shouldBeginAnewWhereAnOffsetWasSetByHandAndLeaveOutWhatIsUnknown() {
        assertThat(new IngestLedger(PARTITION, "set by hand").metadata()).isEqualTo("tidemark-ledger-1");
        assertThat(new IngestLedger(PARTITION, "tidemark-ledger-1;of-a-later-release=5;mapped=2").metadata())
                .isEqualTo("tidemark-ledger-1;mapped=2");
    }

    @Test
    void shouldFitIntoWhatBrokersTakeAsMetadata() {
        StringBuilder most = new StringBuilder("tidemark-ledger-1");
        for (IngestOutcome outcome : IngestOutcome.values()) {
            most.append(";").append(outcome.reason()).append("=").append(Long.MAX_VALUE);
        }

        assertThat(new IngestLedger(PARTITION, most.toString()).metadata()).hasSizeLessThan(MOST_METADATA);
    }

    @Test
    void shouldTellAtOnceAndThenWhatChangedAfterFiveSeconds() {
        IngestLedger ledger = new IngestLedger(PARTITION, "");

        assertThat(ledger.report(NOW)).isEmpty();
        ledger.count(IngestOutcome.MAPPED);
        assertThat(ledger.report(NOW))
                .contains(PartitionLedger.newBuilder()
                        .setStep("ingest")
                        .setTopic("shop.scores")
                        .setPartition(3)
                        .setCounts(Map.of("mapped", 1L))
                        .setAt(NOW)
                        .build());
        ledger.count(IngestOutcome.NOT_MEANT);
        assertThat(ledger.report(NOW.plusMillis(4_999))).isEmpty();
        assertThat(ledger.report(NOW.plusMillis(5_000)).orElseThrow().getCounts())
                .isEqualTo(Map.of("mapped", 1L, "not-meant", 1L));
        assertThat(ledger.report(NOW.plusMillis(60_000))).isEmpty();
    }
}
