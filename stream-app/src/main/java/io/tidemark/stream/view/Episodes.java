package io.tidemark.stream.view;

import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.Severity;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;

/**
 * Episodes of drift by what was said of them: all that are open, and the last that ended, as far as there is room for what is said of them. Those that
 * ended go first. Safe for use by several threads.
 */
public final class Episodes {
    private final int mostEnded;
    private final long mostBytes;
    private final SequencedMap<String, Episode> open = new LinkedHashMap<>();
    private final SequencedMap<String, Episode> ended = new LinkedHashMap<>();
    private long bytes;
    private long forgottenOpen;

    /**
     * @param mostEnded how many that have ended are kept
     * @param mostBytes that all may take, by estimate; the last one is kept however large it is
     */
    Episodes(int mostEnded, long mostBytes) {
        this.mostEnded = mostEnded;
        this.mostBytes = mostBytes;
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

        private long bytes() {
            return HeapBytes.of(first) + (last.equals(first) ? 0 : HeapBytes.of(last));
        }
    }

    /** Events of one model are to come in their order. */
    synchronized void add(DriftEvent event) {
        String id = event.getEpisodeId();
        Episode known = open.remove(id);
        if (known == null) {
            known = ended.remove(id);
        }
        bytes -= known == null ? 0 : known.bytes();
        Episode now = new Episode(known == null ? event : known.first(), event);
        (now.isOpen() ? open : ended).put(id, now);
        bytes += now.bytes();
        while (ended.size() > mostEnded || (bytes > mostBytes && !ended.isEmpty() && open.size() + ended.size() > 1)) {
            bytes -= ended.pollFirstEntry().getValue().bytes();
        }
        while (bytes > mostBytes && open.size() > 1) {
            bytes -= open.pollFirstEntry().getValue().bytes();
            forgottenOpen++;
        }
    }

    /** How many were let go of while they were open: they can't be looked at any more, those of which nothing was said for the longest time. */
    synchronized long forgottenOpen() {
        return forgottenOpen;
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
