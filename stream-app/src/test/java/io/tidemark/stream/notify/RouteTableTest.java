package io.tidemark.stream.notify;

import static io.tidemark.stream.notify.Events.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.DriftKind;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.stream.spec.NotifyRoute;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouteTableTest {
    private static final DriftEvent MINOR = event("flights", "age", EpisodeState.OPENED, Severity.MINOR);
    private static final DriftEvent MAJOR = event("flights", "age", EpisodeState.OPENED, Severity.MAJOR);

    private final Channels channels = ChannelsYaml.read("""
            channels:
              ops: {type: slack, url: 'https://h/'}
              pager: {type: pagerduty, routingKey: k}
            default: [{channel: ops}]
            """, new SecretSource(Map.of()));
    private final NotifyMetrics metrics = new NotifyMetrics(channels);
    private final RouteTable routes = new RouteTable(channels, metrics);

    private static NotifyRoute route(String channel, Severity severity) {
        return new NotifyRoute(channel, severity, Set.of(), Set.of(), List.of(), List.of());
    }

    private boolean isTold(String channel, DriftEvent event) {
        return routes.route(event, channel).isPresent();
    }

    @Test
    void shouldTellWhomTheFileNamesOfModelsWhoseSpecSaysNothing() {
        routes.put("credit", Optional.of(List.of(route("pager", Severity.MINOR))));
        routes.put("churn", Optional.empty());

        assertThat(isTold("ops", MINOR)).isTrue();
        assertThat(isTold("pager", MINOR)).isFalse();
        assertThat(isTold("ops", event("churn", "x", EpisodeState.OPENED, Severity.MINOR)))
                .isTrue();
        assertThat(isTold("ops", event("credit", "x", EpisodeState.OPENED, Severity.MINOR)))
                .isFalse();
    }

    @Test
    void shouldGoByTheSpecUntilItIsGone() {
        routes.put("flights", Optional.of(List.of(route("pager", Severity.MAJOR))));
        assertThat(isTold("ops", MAJOR)).isFalse();
        assertThat(isTold("pager", MAJOR)).isTrue();
        assertThat(isTold("pager", MINOR)).isFalse();

        routes.put("flights", Optional.of(List.of()));
        assertThat(isTold("ops", MAJOR)).isFalse();

        routes.remove("flights");
        assertThat(isTold("ops", MAJOR)).isTrue();
    }

    @Test
    void shouldChooseByKindStateSegmentAndFeature() {
        routes.put(
                "flights",
                Optional.of(List.of(new NotifyRoute(
                        "ops",
                        Severity.MINOR,
                        Set.of(DriftKind.FEATURE),
                        Set.of(EpisodeState.OPENED),
                        List.of("all", "region=*"),
                        List.of("ag*", "origin")))));

        assertThat(isTold("ops", MINOR)).isTrue();
        assertThat(isTold("ops", event("flights", "origin", EpisodeState.OPENED, Severity.MINOR)))
                .isTrue();
        assertThat(isTold("ops", event("flights", "originator", EpisodeState.OPENED, Severity.MINOR)))
                .isFalse();
        assertThat(isTold("ops", event("flights", "age", EpisodeState.RESOLVED, Severity.MINOR)))
                .isFalse();
        DriftEvent ofRegion = event("flights", "age", EpisodeState.OPENED, Severity.MINOR);
        ofRegion.put("segment", "region=eu");
        assertThat(isTold("ops", ofRegion)).isTrue();
        ofRegion.put("segment", "tenant=a");
        assertThat(isTold("ops", ofRegion)).isFalse();
    }

    /** Else an incident that was opened as major and closes as minor would stay open for ever. */
    @Test
    void shouldTellThatAnEpisodeFellBelowTheSeverityAskedFor() {
        routes.put("flights", Optional.of(List.of(route("pager", Severity.MAJOR))));
        DriftEvent fell = event("flights", "age", EpisodeState.UPDATED, Severity.MINOR);

        assertThat(routes.route(fell, "pager")).contains(new Told(fell, true));

        routes.put("flights", Optional.of(List.of(route("pager", Severity.MAJOR), route("pager", Severity.MINOR))));
        assertThat(routes.route(fell, "pager")).contains(new Told(fell, false));
    }

    @Test
    void shouldCountRoutesToChannelsThatThisProcessDoesNotHaveAndKeepTheOthers() {
        routes.put("flights", Optional.of(List.of(route("fax", Severity.MINOR), route("ops", Severity.MINOR))));

        assertThat(metrics.unknownChannels()).isEqualTo(1);
        assertThat(isTold("ops", MINOR)).isTrue();
    }
}
