package io.tidemark.stream.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatestRecordsTest {
    private final LatestRecords<String> records = new LatestRecords<>(2);

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
}
