package io.tidemark.retrain.policy;

import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.EpisodeState;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * The drift episodes of one model that are open, and those that ended lately. Fed with its events in the order of the topic; an event that comes
 * again changes nothing, and an episode that has ended does not open again; those of segments and of other references ask for nothing and are not kept. Decide only when the topic has been read to its end: before,
 * episodes seem open that are not.
 *
 * <p>Bounded: of more than a thousand open episodes those that opened first are forgotten, of ended ones likewise. For one thread.
 */
public final class OpenEpisodes {
    static final int MOST = 1_000;

    private final Map<String, DriftEvent> open = new LinkedHashMap<>();
    private final Map<String, Instant> ended = new LinkedHashMap<>();

    /** Takes one event. */
    public void accept(DriftEvent event) {
        String episode = event.getEpisodeId();
        if (ended.containsKey(episode) || !Triggers.mayAsk(event)) {
            return;
        }
        if (event.getState() == EpisodeState.RESOLVED) {
            open.remove(episode);
            ended.put(episode, event.getDetectedAt());
            bound(ended, (_, _) -> true);
            return;
        }
        DriftEvent known = open.get(episode);
        if (known == null || !event.getDetectedAt().isBefore(known.getDetectedAt())) {
            open.put(episode, event);
            bound(open, (id, _) -> !id.equals(episode));
        }
    }

    private static <V> void bound(Map<String, V> map, BiPredicate<String, V> mayGo) {
        if (map.size() > MOST) {
            map.entrySet().stream()
                    .filter(entry -> mayGo.test(entry.getKey(), entry.getValue()))
                    .findFirst()
                    .map(Map.Entry::getKey)
                    .ifPresent(map::remove);
        }
    }

    /** The latest event of each open episode, the first to open first. */
    public Collection<DriftEvent> latestEvents() {
        return List.copyOf(open.values());
    }

    /** When an episode ended; empty where it is open, or not known. */
    public Optional<Instant> endOf(String episodeId) {
        return Optional.ofNullable(ended.get(episodeId));
    }
}
