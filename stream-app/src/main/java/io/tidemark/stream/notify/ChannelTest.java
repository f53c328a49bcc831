package io.tidemark.stream.notify;

import io.tidemark.http.client.Answer;
import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.DriftKind;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.stream.notify.ChannelFactory.OpenChannel;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sends a message that says that it is a test, once and at once, so that a person sees whether a channel works. */
public final class ChannelTest {
    private static final String MODEL = "tidemark-test";

    private ChannelTest() {}

    /** @param detail what the other side answered, or why it could not */
    public record Result(String channel, String type, boolean delivered, String detail) {}

    /** An incident is opened and resolved, so that none stays. */
    public static List<Result> send(ChannelSettings settings, Optional<String> dashboardUrl, InstantSource clock)
            throws InterruptedException {
        OpenChannel open = new ChannelFactory(new DashboardLinks(dashboardUrl), "tidemark", clock).open(settings);
        try {
            List<Result> results = new ArrayList<>();
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            List<EpisodeState> states = settings.grouping() == Grouping.BY_EPISODE
                    ? List.of(EpisodeState.OPENED, EpisodeState.RESOLVED)
                    : List.of(EpisodeState.OPENED);
            for (EpisodeState state : states) {
                Notification test = test(settings.name(), event(settings.name(), state, now));
                Answer answer = open.channel().send(test);
                results.add(new Result(
                        settings.name(), settings.type(), answer instanceof Answer.Delivered, answer.detail()));
            }
            return results;
        } finally {
            open.close().run();
        }
    }

    private static Notification test(String channel, DriftEvent event) {
        Notification real = Notification.of(channel, List.of(new Told(event, false)), false);
        return new Notification(real.id(), channel, real.events(), false, true);
    }

    private static DriftEvent event(String channel, EpisodeState state, Instant now) {
        String episode = "test-" + now.toEpochMilli();
        return DriftEvent.newBuilder()
                .setEventId(episode + "-" + state)
                .setEpisodeId(episode)
                .setState(state)
                .setModelId(MODEL)
                .setModelVersion("")
                .setSegment("all")
                .setFeature(null)
                .setKind(DriftKind.DATASET)
                .setResolution("")
                .setReference("baseline")
                .setSeverity(Severity.MINOR)
                .setWindowStart(now.minus(1, ChronoUnit.HOURS))
                .setWindowEnd(now)
                .setEpisodeStart(now.minus(1, ChronoUnit.HOURS))
                .setStatistics(Map.of())
                .setFindings(List.of())
                .setBaselineId("")
                .setLearnedBaseline(false)
                .setBaselineRows(0)
                .setCurrentRows(0)
                .setSpecRevision("")
                .setReason("This is a test of the channel " + channel + ". Nothing has drifted.")
                .setDiagnosis(null)
                .setDetectedAt(now)
                .build();
    }
}
