package io.tidemark.stream.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.DriftKind;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.stream.view.Episodes.Episode;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EpisodesTest {
    private final Episodes episodes = new Episodes(2, Long.MAX_VALUE);

    private static DriftEvent event(String episode, EpisodeState state, Severity severity) {
        return event(episode, state, severity, state + " " + episode);
    }

    private static DriftEvent event(String episode, EpisodeState state, Severity severity, String reason) {
        int number = episode.charAt(0);
        return DriftEvent.newBuilder()
                .setEventId(episode + state)
                .setEpisodeId(episode)
                .setState(state)
                .setModelId("flights")
                .setModelVersion("1")
                .setFeature("x")
                .setKind(DriftKind.FEATURE)
                .setSeverity(severity)
                .setWindowStart(Instant.ofEpochSecond(number))
                .setWindowEnd(Instant.ofEpochSecond(number + 1))
                .setEpisodeStart(Instant.ofEpochSecond(number))
                .setFindings(List.of())
                .setBaselineId("b")
                .setBaselineRows(1)
                .setCurrentRows(1)
                .setReason(reason)
                .setDiagnosis(null)
                .setDetectedAt(Instant.ofEpochSecond(number))
                .build();
    }

    private List<String> open() {
        return episodes.open(_ -> true).stream()
                .map(episode -> episode.last().getEpisodeId())
                .toList();
    }

    private List<String> ended() {
        return episodes.ended(_ -> true, 10).stream()
                .map(episode -> episode.last().getEpisodeId())
                .toList();
    }

    @Test
    void shouldKnowWhatWasSaidFirstAndLast() {
        episodes.add(event("a", EpisodeState.OPENED, Severity.MINOR));
        episodes.add(event("a", EpisodeState.UPDATED, Severity.MAJOR));

        Episode episode = episodes.find("a").orElseThrow();

        assertThat(episode.isOpen()).isTrue();
        assertThat(episode.first().getReason()).isEqualTo("OPENED a");
        assertThat(episode.last().getReason()).isEqualTo("UPDATED a");
    }

    @Test
    void shouldListTheWorstFirstAndThenThoseThatBeganLast() {
        episodes.add(event("a", EpisodeState.OPENED, Severity.MINOR));
        episodes.add(event("b", EpisodeState.OPENED, Severity.MAJOR));
        episodes.add(event("c", EpisodeState.OPENED, Severity.MINOR));

        assertThat(open()).containsExactly("b", "c", "a");
    }

    @Test
    void shouldKeepAllThatAreOpenAndTheLastThatEnded() {
        for (String id : List.of("a", "b", "c", "d")) {
            episodes.add(event(id, EpisodeState.OPENED, Severity.MINOR));
        }
        for (String id : List.of("a", "b", "c")) {
            episodes.add(event(id, EpisodeState.RESOLVED, Severity.MINOR));
        }

        assertThat(open()).containsExactly("d");
        assertThat(ended()).containsExactly("c", "b");
        assertThat(episodes.find("a")).isEmpty();
    }

    /** Each of these has 200,000 bytes and more: a million has room for four at most. */
    @Test
    void shouldForgetThoseThatEndedFirstWhereTextsTakeTooMuch() {
        Episodes small = new Episodes(1_000, 1_000_000);
        String reason = "x".repeat(100_000);
        for (int i = 0; i < 100; i++) {
            small.add(event("o" + i % 2, EpisodeState.UPDATED, Severity.MINOR, "short"));
            small.add(event("e" + i, EpisodeState.RESOLVED, Severity.MINOR, reason));
        }

        assertThat(small.open(_ -> true)).hasSize(2);
        assertThat(small.ended(_ -> true, 100))
                .hasSize(4)
                .first()
                .satisfies(episode -> assertThat(episode.last().getEpisodeId()).isEqualTo("e99"));
        assertThat(small.forgottenOpen()).isZero();
    }

    @Test
    void shouldForgetAndCountOpenOnesThatNothingWasSaidOfForLongWhereTheyAloneTakeTooMuch() {
        Episodes small = new Episodes(1_000, 1_000_000);
        String reason = "x".repeat(100_000);
        for (int i = 0; i < 100; i++) {
            small.add(event("o" + i, EpisodeState.OPENED, Severity.MINOR, reason));
        }

        assertThat(small.open(_ -> true)).hasSize(4);
        assertThat(small.find("o99")).isPresent();
        assertThat(small.forgottenOpen()).isEqualTo(96);
    }

    @Test
    void shouldHaveRoomAgainWhenAnEpisodeIsToldInShort() {
        Episodes small = new Episodes(1_000, 1_000_000);
        String reason = "x".repeat(100_000);
        for (int i = 0; i < 1_000; i++) {
            small.add(event("a", EpisodeState.UPDATED, Severity.MINOR, reason));
            small.add(event("b", EpisodeState.UPDATED, Severity.MINOR, "short"));
        }

        assertThat(small.open(_ -> true)).hasSize(2);
    }
}
