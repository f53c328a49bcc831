package io.tidemark.stream.notify;

import static io.tidemark.stream.notify.Events.T0;
import static io.tidemark.stream.notify.Events.opened;
import static io.tidemark.stream.notify.Events.told;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.http.client.Secret;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.stream.notify.Outbox.Item;
import io.tidemark.stream.notify.Outbox.Parcel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final TopicPartition P0 = new TopicPartition("drift-events", 0);
    private static final TopicPartition P1 = new TopicPartition("drift-events", 1);
    private static final Target SLACK = new Target.Slack(new Secret("https://h/"));
    private static final Target PAGER = new Target.PagerDuty(new Secret("https://h/"), new Secret("k"));

    private final ChannelMetrics metrics = new ChannelMetrics();
    private long offset;

    private Outbox outbox(Target target, int perMinute) {
        return new Outbox(
                new ChannelSettings(
                        "ops",
                        target,
                        new Pacing(Duration.ofSeconds(5), 10, perMinute, Duration.ofSeconds(2), Optional.empty())),
                metrics);
    }

    private Item item(Told told) {
        return new Item(told, P0, offset++);
    }

    private static Instant at(long seconds) {
        return T0.plusSeconds(seconds);
    }

    private static List<String> features(Parcel parcel) {
        return parcel.notification().events().stream()
                .map(told -> told.event().getFeature())
                .toList();
    }

    @Test
    void shouldMakeOneMessageOfWhatAModelsWindowShows() {
        Outbox outbox = outbox(SLACK, 60);
        outbox.add(item(opened("flights", "age")), at(0));
        outbox.add(item(opened("credit", "sum")), at(1));
        outbox.add(item(told("flights", "origin", EpisodeState.OPENED, Severity.MAJOR)), at(4));

        assertThat(outbox.next(at(4))).isEmpty();
        Parcel first = outbox.next(at(5)).orElseThrow();
        assertThat(features(first)).containsExactly("origin", "age");
        assertThat(first.items()).extracting(Item::offset).containsExactlyInAnyOrder(0L, 2L);
        assertThat(outbox.next(at(5))).isEmpty();
        assertThat(features(outbox.next(at(6)).orElseThrow())).containsExactly("sum");
        assertThat(outbox.size()).isZero();
    }

    @Test
    void shouldTellOfAnEventOnceThatCameTwice() {
        Outbox outbox = outbox(SLACK, 60);
        outbox.add(item(opened("flights", "age")), at(0));
        outbox.add(item(opened("flights", "age")), at(0));

        Parcel parcel = outbox.next(at(5)).orElseThrow();
        assertThat(features(parcel)).containsExactly("age");
        assertThat(parcel.items()).hasSize(2);
    }

    @Test
    void shouldMergeToADigestWhatIsMoreThanMayBeSent() {
        Outbox outbox = outbox(SLACK, 2);
        for (int model = 0; model < 50; model++) {
            outbox.add(item(opened("model" + model, "x")), at(0));
        }

        Parcel digest = outbox.next(at(5)).orElseThrow();
        assertThat(digest.notification().digest()).isTrue();
        assertThat(digest.notification().events()).hasSize(50);
        assertThat(MessageText.headline(digest.notification())).isEqualTo("50 drift events of 50 models");
        assertThat(metrics.merged()).isEqualTo(50);
    }

    @Test
    void shouldSendNoMoreInAMinuteThanItMayAndLoseNothing() {
        Outbox outbox = outbox(SLACK, 3);
        List<Instant> sent = new ArrayList<>();
        int events = 0;
        for (int second = 0; second < 600; second++) {
            if (second < 540) {
                outbox.add(item(opened("model" + second, "x")), at(second));
            }
            Optional<Parcel> parcel = outbox.next(at(second));
            if (parcel.isPresent()) {
                sent.add(at(second));
                events += parcel.get().items().size();
            }
        }

        assertThat(events).isEqualTo(540);
        assertThat(outbox.size()).isZero();
        for (int i = 3; i < sent.size(); i++) {
            assertThat(Duration.between(sent.get(i - 3), sent.get(i))).isGreaterThanOrEqualTo(Duration.ofMinutes(1));
        }
    }

    @Test
    void shouldTellOfEachEpisodeApartWhereItIsAnIncidentAndOfItsLastChangeAlone() {
        Outbox outbox = outbox(PAGER, 60);
        outbox.add(item(opened("flights", "age")), at(0));
        outbox.add(item(opened("flights", "origin")), at(0));
        outbox.add(item(told("flights", "age", EpisodeState.RESOLVED, Severity.MINOR)), at(1));

        Parcel first = outbox.next(at(5)).orElseThrow();
        assertThat(first.notification().events())
                .singleElement()
                .satisfies(told -> assertThat(told.event().getState()).isEqualTo(EpisodeState.RESOLVED));
        assertThat(first.items()).hasSize(2);
        assertThat(features(outbox.next(at(5)).orElseThrow())).containsExactly("origin");
        assertThat(metrics.merged()).isEqualTo(1);
    }

    @Test
    void shouldForgetWhatOthersReadFromNowOn() {
        Outbox outbox = outbox(SLACK, 60);
        outbox.add(item(opened("flights", "age")), at(0));
        outbox.add(new Item(opened("flights", "origin"), P1, 7), at(0));

        outbox.forget(List.of(P0));

        assertThat(outbox.size()).isEqualTo(1);
        assertThat(features(outbox.next(at(5)).orElseThrow())).containsExactly("origin");
    }

    /** Whatever comes when, and however few messages may be sent. */
    @Property
    void shouldHandOutEveryItemOnce(
            @ForAll @Size(max = 60) List<@IntRange(max = 5) Integer> models,
            @ForAll @IntRange(min = 1, max = 4) int rate) {
        Outbox outbox = outbox(SLACK, rate);
        List<Long> handed = new ArrayList<>();
        long first = offset;
        for (int second = 0; second < models.size() + 70; second++) {
            if (second < models.size()) {
                outbox.add(item(opened("model" + models.get(second), "x" + second)), at(second));
            }
            outbox.next(at(second)).ifPresent(parcel -> parcel.items().forEach(i -> handed.add(i.offset())));
        }
        outbox.next(at(1_000)).ifPresent(parcel -> parcel.items().forEach(i -> handed.add(i.offset())));
        outbox.next(at(1_100)).ifPresent(parcel -> parcel.items().forEach(i -> handed.add(i.offset())));

        assertThat(handed).doesNotHaveDuplicates();
        assertThat(handed.size() + outbox.size()).isEqualTo(models.size());
        assertThat(handed).allMatch(o -> o >= first);
    }

    @Test
    void shouldCommitWhatIsDoneWithWithoutAGap() {
        OffsetTracker offsets = new OffsetTracker();
        for (long o = 10; o < 14; o++) {
            offsets.read(P0, o);
        }
        offsets.done(P0, 10);
        offsets.done(P0, 12);

        assertThat(committed(offsets)).containsExactly(Map.entry(P0, 11L));
        assertThat(committed(offsets)).isEmpty();

        offsets.done(P0, 13);
        assertThat(committed(offsets)).isEmpty();
        offsets.done(P0, 11);
        assertThat(committed(offsets)).containsExactly(Map.entry(P0, 20L));

        offsets.notCommitted(List.of(P0));
        assertThat(committed(offsets)).containsExactly(Map.entry(P0, 20L));
        offsets.forget(List.of(P0));
        offsets.done(P0, 11);
        assertThat(committed(offsets)).isEmpty();
    }

    /** With a consumer that has read as far as 20, over the marks of transactions. */
    private static Map<TopicPartition, Long> committed(OffsetTracker offsets) {
        return offsets.committable(List.of(P0, P1), _ -> 20L).entrySet().stream()
                .collect(java.util.stream.Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }
}
