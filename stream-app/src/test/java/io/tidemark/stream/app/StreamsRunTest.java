package io.tidemark.stream.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class StreamsRunTest {
    @Test
    void shouldTryAgainWhatABrokerCouldNotAnswer() {
        assertThat(StreamsRun.passes(new StreamsException(new TimeoutException("no answer"))))
                .isTrue();
    }

    @Test
    void shouldTryAgainWhatABrokerUndidWhenItDiedInACommit() {
        assertThat(StreamsRun.passes(new StreamsException(
                        new InvalidTxnStateException("transactional operation in an invalid state"))))
                .isTrue();
    }

    @Test
    void shouldEndOnWhatNoRepetitionMends() {
        assertThat(StreamsRun.passes(new StreamsException(new AuthorizationException("no access"))))
                .isFalse();
        assertThat(StreamsRun.passes(new IllegalStateException("a part without its window")))
                .isFalse();
    }
}
