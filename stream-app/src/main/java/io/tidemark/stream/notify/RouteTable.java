package io.tidemark.stream.notify;

import io.tidemark.profile.decision.Names;
import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.stream.follow.SpecFollower;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.spec.NotifyRoute;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is told of what, now: the routes of each model's spec, and those of the file of channels for models whose spec has none. One thread
 * writes, any number read.
 *
 * <p>A route to a channel that this process does not have is said once for each model and counted; other routes are not touched by it.
 */
final class RouteTable implements SpecFollower.Specs {
    private static final Logger LOG = LoggerFactory.getLogger(RouteTable.class);
    /** Beyond, names are counted and not said: they come from whoever applies specs. */
    private static final int MOST_SAID = 1_000;

    private final Channels channels;
    private final NotifyMetrics metrics;
    private final Map<String, List<NotifyRoute>> byModel = new ConcurrentHashMap<>();
    private final Set<String> said = ConcurrentHashMap.newKeySet();

    RouteTable(Channels channels, NotifyMetrics metrics) {
        this.channels = channels;
        this.metrics = metrics;
    }

    @Override
    public void apply(MonitorSpec spec) {
        put(spec.model(), spec.routes());
    }

    /** @param routes empty where the spec says nothing */
    void put(String model, Optional<List<NotifyRoute>> routes) {
        routes.ifPresentOrElse(list -> byModel.put(model, list), () -> byModel.remove(model));
        for (NotifyRoute route : routes.orElse(List.of())) {
            if (channels.find(route.channel()).isEmpty()) {
                metrics.countUnknownChannel();
                if (said.size() < MOST_SAID && said.add(model + "/" + route.channel())) {
                    LOG.warn(
                            "The spec of model {} names the channel {}, which this process does not have: it is told nothing from here."
                                    + " Channels here are {}; add it to the file that tidemark.notify.channels names, or correct the spec",
                            Names.of(model),
                            route.channel(),
                            channels.byName().keySet());
                }
            }
        }
    }

    /** Back to what the file of channels says. */
    @Override
    public void remove(String model) {
        byModel.remove(model);
    }

    /** The event as a channel is told it; empty where it is not. */
    Optional<Told> route(DriftEvent event, String channel) {
        List<NotifyRoute> taking = byModel.getOrDefault(event.getModelId(), channels.defaults()).stream()
                .filter(route -> route.channel().equals(channel) && route.takes(event))
                .toList();
        return taking.isEmpty()
                ? Optional.empty()
                : Optional.of(new Told(event, taking.stream().allMatch(route -> route.fellBelow(event))));
    }
}
