package io.tidemark.stream.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.stream.window.InputLag;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private static final long NOW = 1_000_000;

    private OptionalLong lag = OptionalLong.empty();

    private final InputLag known = new InputLag() {
        @Override
        public boolean isKnown() {
            return true;
        }

        @Override
        public OptionalLong of(int partition) {
            return lag;
        }
    };

    @Test
    void shouldEndWhenNothingWasLeftToFetchTwice() {
        Backlog backlog = new Backlog(known, 0, Duration.ofSeconds(30));

        assertThat(backlog.isNothingLeft(NOW)).as("not fetched yet").isFalse();
        lag = OptionalLong.of(0);
        assertThat(backlog.isNothingLeft(NOW)).as("fetched, perhaps not read").isFalse();
        assertThat(backlog.isNothingLeft(NOW)).isTrue();
        lag = OptionalLong.of(3);
        assertThat(backlog.isNothingLeft(NOW)).isFalse();
    }

    @Test
    void shouldGoByTheTimeOfRecordsWhereNobodyKnowsTheLag() {
        Backlog backlog = new Backlog(InputLag.UNKNOWN, 0, Duration.ofSeconds(30));

        assertThat(backlog.isNothingLeft(NOW)).isFalse();
        backlog.read(NOW - 30_000);
        assertThat(backlog.isNothingLeft(NOW)).isFalse();
        backlog.read(NOW - 29_999);
        assertThat(backlog.isNothingLeft(NOW)).isTrue();
    }

    @Test
    void shouldBeKnownOnceARecordIsReadOrNoneIsLeft() {
        Backlog backlog = new Backlog(known, 0, Duration.ofSeconds(30));

        assertThat(backlog.isKnown(false)).isFalse();
        assertThat(backlog.isKnown(true)).isTrue();
        backlog.read(NOW);
        assertThat(backlog.isKnown(false)).isTrue();
        assertThat(new Backlog(InputLag.UNKNOWN, 0, Duration.ofSeconds(30)).isKnown(false))
                .as("where nobody knows the lag it never will be")
                .isTrue();
    }
}
