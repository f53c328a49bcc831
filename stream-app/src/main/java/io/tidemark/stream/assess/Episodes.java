package io.tidemark.stream.assess;

import io.tidemark.profile.decision.Episode;
import io.tidemark.profile.decision.EpisodePolicy;
import io.tidemark.profile.decision.EpisodeStep;
import io.tidemark.profile.decision.EpisodeSubject;
import io.tidemark.profile.decision.EpisodeTransition;
import io.tidemark.profile.decision.Verdict;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.WindowKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The drift episodes of one model that are pending or open. */
final class Episodes {
    private final String keyPrefix;
    private final Map<EpisodeSubject, Episode> bySubject = new HashMap<>();
    private final Set<EpisodeSubject> dirty = new HashSet<>();

    Episodes(String model) {
        this.keyPrefix = AssessorState.EPISODE + WindowKey.escape(model) + "/";
    }

    /** Takes in the verdict on a feature's window; answers what there is to publish. */
    Optional<EpisodeTransition> advance(WindowKey window, String feature, Verdict verdict, EpisodePolicy policy) {
        EpisodeSubject subject = new EpisodeSubject(window.model(), window.version(), window.segment(), feature);
        Optional<Episode> before = Optional.ofNullable(bySubject.get(subject));
        EpisodeStep step = Episode.advance(before, subject, verdict, window.startMs(), window.endMs(), policy);
        if (!step.next().equals(before)) {
            step.next().ifPresentOrElse(next -> bySubject.put(subject, next), () -> bySubject.remove(subject));
            dirty.add(subject);
        }
        return step.transition();
    }

    void save(StateWriter writer) {
        for (EpisodeSubject subject : dirty) {
            Episode episode = bySubject.get(subject);
            if (episode == null) {
                writer.delete(keyOf(subject));
            } else {
                writer.put(keyOf(subject), episode.toBytes());
            }
        }
        dirty.clear();
    }

    private String keyOf(EpisodeSubject subject) {
        return keyPrefix + WindowKey.escape(subject.version()) + "/" + WindowKey.escape(subject.segment()) + "/"
                + WindowKey.escape(subject.feature());
    }

    void restore(String key, byte[] value) {
        Episode episode = Episode.fromBytes(value);
        if (!keyOf(episode.subject()).equals(key)) {
            throw new IllegalStateException("episode " + episode.id() + " was saved under " + key);
        }
        bySubject.put(episode.subject(), episode);
    }
}
