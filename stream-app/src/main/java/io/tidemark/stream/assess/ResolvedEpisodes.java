package io.tidemark.stream.assess;

import io.tidemark.profile.decision.EpisodeSubject;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.WindowKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** When episodes in a model's windows ended, for as long as a roll-up holds the time in which they were open. */
final class ResolvedEpisodes {
    private static final int VERSION = 1;

    private final String model;
    private final Map<EpisodeSubject, Long> endMs = new HashMap<>();
    private final Set<EpisodeSubject> dirty = new HashSet<>();

    ResolvedEpisodes(String model) {
        this.model = model;
    }

    void add(EpisodeSubject subject, long atMs) {
        endMs.put(subject, atMs);
        dirty.add(subject);
    }

    Stream<EpisodeSubject> after(long sinceMs) {
        return endMs.entrySet().stream()
                .filter(ended -> ended.getValue() > sinceMs)
                .map(Map.Entry::getKey);
    }

    void forget(long beforeMs) {
        endMs.entrySet().removeIf(ended -> {
            boolean goes = ended.getValue() <= beforeMs;
            if (goes) {
                dirty.add(ended.getKey());
            }
            return goes;
        });
    }

    void save(StateWriter writer) {
        for (EpisodeSubject subject : dirty) {
            String key = AssessorState.RESOLVED + WindowKey.escape(model) + "/" + Episodes.textOf(subject);
            Long atMs = endMs.get(subject);
            if (atMs == null) {
                writer.delete(key);
            } else {
                writer.put(key, toBytes(subject, atMs));
            }
        }
        dirty.clear();
    }

    private static byte[] toBytes(EpisodeSubject subject, long atMs) {
        return new BinaryOut(VERSION)
                .writeText(subject.version())
                .writeText(subject.segment())
                .writeText(subject.feature())
                .writeText(subject.resolution())
                .writeText(subject.reference())
                .writeLong(atMs)
                .toBytes();
    }

    void restore(byte[] value) {
        BinaryIn in = new BinaryIn("an episode of model " + model + " that ended", value, VERSION);
        EpisodeSubject subject =
                new EpisodeSubject(model, in.readText(), in.readText(), in.readText(), in.readText(), in.readText());
        endMs.put(subject, in.readLong());
    }
}
