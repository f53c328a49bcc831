package io.tidemark.retrain.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class OwnedPartitionTest {
    private static final TopicPartition EVENTS = new TopicPartition("drift-events", 1);
    private static final ConsumerGroupMetadata GROUP =
            new MockConsumer<>(AutoOffsetResetStrategy.LATEST.name()).groupMetadata();

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final OwnedPartition owner = new OwnedPartition(EVENTS, producer);

    private static ProducerRecord<byte[], byte[]> message(String topic, String key) {
        return new ProducerRecord<>(topic, key.getBytes(UTF_8), new byte[] {1});
    }

    @Test
    void shouldWriteAllTogetherWithTheOffset() throws Exception {
        Map<TopicPartition, Long> ends = owner.commit(7, GROUP, transaction -> {
            assertThat(transaction.sendNow(message("model-artifacts", "a"))).isZero();
            transaction.send(message("model-artifacts", "b"));
            transaction.send(message("retrain-jobs", "job"));
        });

        assertThat(producer.history()).hasSize(3);
        assertThat(ends)
                .containsOnly(
                        Map.entry(new TopicPartition("model-artifacts", 0), 2L),
                        Map.entry(new TopicPartition("retrain-jobs", 0), 1L));
        assertThat(producer.consumerGroupOffsetsHistory())
                .containsExactly(Map.of(GROUP.groupId(), Map.of(EVENTS, new OffsetAndMetadata(7))));
    }

    @Test
    void shouldWriteNothingWhereSomethingFails() {
        assertThatThrownBy(() -> owner.commit(7, GROUP, transaction -> {
                    transaction.send(message("model-versions", "flights/2"));
                    throw new IllegalStateException("the registry is away");
                }))
                .hasMessage("the registry is away");

        assertThat(producer.history()).isEmpty();
        assertThat(producer.consumerGroupOffsetsHistory()).isEmpty();
        assertThat(producer.transactionAborted()).isTrue();
    }

    /** As Kafka's producer does: what timed out at the commit may only be committed again. */
    @Test
    void shouldTellOfACommitThatTimedOutAndNotOfTheAbortThatIsRefused() {
        OwnedPartition away = new OwnedPartition(
                EVENTS, new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                    @Override
                    public void commitTransaction() {
                        throw new TimeoutException("no coordinator");
                    }

                    @Override
                    public void abortTransaction() {
                        throw new IllegalStateException("must be retried");
                    }
                });

        assertThatThrownBy(() -> away.commit(7, GROUP, transaction -> transaction.send(message("retrain-jobs", "job"))))
                .isInstanceOf(TimeoutException.class)
                .hasSuppressedException(new IllegalStateException("must be retried"));
    }

    @Test
    void shouldCloseTheProducerOfARightThatIsNotGranted() {
        MockProducer<byte[], byte[]> refused =
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        refused.initTransactionException = new TimeoutException("no coordinator");

        assertThatThrownBy(() -> new OwnedPartition(EVENTS, refused)).isInstanceOf(TimeoutException.class);
        assertThat(refused.closed()).isTrue();
    }

    @Test
    void shouldWriteNothingOnceAnotherOwnerHasBegun() {
        producer.fenceProducer();

        assertThatThrownBy(
                        () -> owner.commit(7, GROUP, transaction -> transaction.send(message("retrain-jobs", "job"))))
                .isInstanceOf(ProducerFencedException.class);
        assertThat(producer.history()).isEqualTo(List.of());
    }
}
