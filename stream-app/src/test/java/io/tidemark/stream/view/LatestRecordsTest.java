package io.tidemark.stream.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatestRecordsTest {
    private final LatestRecords<String> records = new LatestRecords<>(2, Long.MAX_VALUE);

    @Test
    void shouldKeepWhatWasWrittenLastUntilItIsRemoved() {
        records.put("a", "1");
        records.put("a", "2");
        records.put("b", "1");
        records.put("b", null);

        assertThat(records.find("a")).contains("2");
        assertThat(records.find("b")).isEmpty();
        assertThat(records.all()).containsExactly("2");
    }

    @Test
    void shouldForgetAndCountWhatWasWrittenLongestAgoBeyondItsLimit() {
        records.put("a", "1");
        records.put("b", "2");
        records.put("a", "3");
        records.put("c", "4");

        assertThat(records.all()).containsExactly("3", "4");
        assertThat(records.forgotten()).isOne();
    }

    /** Two bytes a character: a million has room for nine of these. */
    @Test
    void shouldForgetWhatWasWrittenLongestAgoWhereTextsTakeTooMuch() {
        LatestRecords<String> small = new LatestRecords<>(1_000, 1_000_000);
        for (int round = 0; round < 3; round++) {
            for (int key = 0; key < 20; key++) {
                small.put("key-" + key, "x".repeat(50_000));
            }
        }

        assertThat(small.all()).hasSize(9);
        assertThat(small.find("key-19")).isPresent();
        assertThat(small.find("key-0")).isEmpty();
    }

    @Test
    void shouldHaveRoomAgainForWhatIsRemovedOrWrittenAnew() {
        LatestRecords<String> small = new LatestRecords<>(1_000, 1_000_000);
        for (int round = 0; round < 100; round++) {
            small.put("a", "x".repeat(100_000));
            small.put("b", "x".repeat(100_000));
            small.put("a", "x");
            small.put("b", null);
        }

        assertThat(small.all()).containsExactly("x");
        assertThat(small.forgotten()).isZero();
    }

    @Test
    void shouldKeepTheLastOneHoweverLargeItIs() {
        LatestRecords<String> small = new LatestRecords<>(1_000, 1_000);
        small.put("a", "x".repeat(50_000));
        small.put("b", "y".repeat(50_000));

        assertThat(small.all()).containsExactly("y".repeat(50_000));
    }
}
