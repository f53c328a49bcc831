package io.tidemark.stream.view;

import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.Severity;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;

/** Episodes of drift by what was said of them. All that are open are kept, and the last that ended. Safe for use by several threads. */
public final class Episodes {
    private final int mostEnded;
    private final Map<String, Episode> open = new HashMap<>();
    private final SequencedMap<String, Episode> ended = new LinkedHashMap<>();

    /** @param mostEnded how many that have ended are kept */
    Episodes(int mostEnded) {
        this.mostEnded = mostEnded;
    }

    /**
     * An episode.
     *
     * @param first what was said of it first, as far as it is known
     * @param last what was said of it last
     */
    public record Episode(DriftEvent first, DriftEvent last) {
        public boolean isOpen() {
            return last.getState() != EpisodeState.RESOLVED;
        }
    }

    /** Events of one model are to come in their order. */
    synchronized void add(DriftEvent event) {
        String id = event.getEpisodeId();
        Episode known = open.remove(id);
        if (known == null) {
            known = ended.remove(id);
        }
        Episode now = new Episode(known == null ? event : known.first(), event);
        if (now.isOpen()) {
            open.put(id, now);
            return;
        }
        ended.put(id, now);
        if (ended.size() > mostEnded) {
            ended.pollFirstEntry();
        }
    }

    public synchronized Optional<Episode> find(String id) {
        Episode found = open.get(id);
        return Optional.ofNullable(found == null ? ended.get(id) : found);
    }

    /** Those that are open, the worst first, then those that began last. */
    public synchronized List<Episode> open(Predicate<DriftEvent> fits) {
        return open.values().stream()
                .filter(episode -> fits.test(episode.last()))
                .sorted(Comparator.<Episode, Severity>comparing(
                                episode -> episode.last().getSeverity())
                        .thenComparing(episode -> episode.first().getEpisodeStart())
                        .reversed()
                        .thenComparing(episode -> episode.last().getEpisodeId()))
                .toList();
    }

    /** Those that ended, the last first. */
    public synchronized List<Episode> ended(Predicate<DriftEvent> fits, int most) {
        return ended.reversed().values().stream()
                .filter(episode -> fits.test(episode.last()))
                .limit(most)
                .toList();
    }
}
