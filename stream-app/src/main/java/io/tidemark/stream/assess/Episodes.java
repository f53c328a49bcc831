package io.tidemark.stream.assess;

import io.tidemark.profile.decision.Cause;
import io.tidemark.profile.decision.Diagnosis;
import io.tidemark.profile.decision.Episode;
import io.tidemark.profile.decision.EpisodeStep;
import io.tidemark.profile.decision.EpisodeSubject;
import io.tidemark.profile.decision.EpisodeTransition;
import io.tidemark.stream.assess.Assessment.EpisodeChanged;
import io.tidemark.stream.assess.WindowJudge.Answer;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.spec.Reference;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.WindowKey;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The drift episodes of one model that are pending or open. */
public final class Episodes {
    private static final Comparator<EpisodeSubject> IN_ORDER = Comparator.comparing(EpisodeSubject::version)
            .thenComparing(EpisodeSubject::segment)
            .thenComparing(EpisodeSubject::feature)
            .thenComparing(EpisodeSubject::resolution)
            .thenComparing(EpisodeSubject::reference);

    private final String keyPrefix;
    private final Map<EpisodeSubject, Episode> bySubject = new HashMap<>();
    private final Set<EpisodeSubject> dirty = new HashSet<>();
    private final ResolvedEpisodes resolved;

    public Episodes(String model) {
        this.keyPrefix = AssessorState.EPISODE + WindowKey.escape(model) + "/";
        this.resolved = new ResolvedEpisodes(model);
    }

    /** Takes in the verdicts on a window of {@code resolution}; publishes what follows. */
    void advance(Answer answer, String resolution, MonitorSpec spec, Consumer<Assessment> out) {
        advance(
                new Verdicts(
                        answer.question().window().key(),
                        answer.question().yardstick(),
                        answer.rulings(),
                        answer.diagnosis()),
                resolution,
                spec,
                out);
    }

    /**
     * What is to be said of one window.
     *
     * @param diagnosis what the rulings say together; empty where nothing drifted
     */
    public record Verdicts(
            WindowKey window, Yardstick yardstick, List<Ruling> rulings, Optional<Diagnosis> diagnosis) {}

    /** Takes in what is to be said of a window of {@code resolution}; publishes what follows. */
    public void advance(Verdicts verdicts, String resolution, MonitorSpec spec, Consumer<? super EpisodeChanged> out) {
        WindowKey window = verdicts.window();
        for (Ruling ruling : inOrderOfCauses(verdicts)) {
            EpisodeSubject subject = new EpisodeSubject(
                    window.model(),
                    window.version(),
                    window.segment(),
                    ruling.subject(),
                    resolution,
                    verdicts.yardstick().reference().key());
            Optional<Episode> before = Optional.ofNullable(bySubject.get(subject));
            EpisodeStep step = Episode.advance(
                    before, subject, ruling.verdict(), window.startMs(), window.endMs(), spec.episodePolicy());
            if (!step.next().equals(before)) {
                put(subject, step.next());
            }
            step.transition()
                    .ifPresent(change ->
                            publish(change, window, ruling, verdicts.yardstick(), verdicts.diagnosis(), spec, out));
        }
    }

    /** What weighs most is told first: whoever is woken reads the cause before what follows from it. */
    private static List<Ruling> inOrderOfCauses(Verdicts verdicts) {
        if (verdicts.diagnosis().isEmpty()) {
            return verdicts.rulings();
        }
        List<String> causes = verdicts.diagnosis().stream()
                .flatMap(diagnosis -> diagnosis.causes().stream())
                .map(Cause::subject)
                .toList();
        return verdicts.rulings().stream()
                .sorted(Comparator.comparingInt(ruling -> {
                    int place = causes.indexOf(ruling.subject());
                    return place < 0 ? causes.size() : place;
                }))
                .toList();
    }

    /**
     * Takes in the verdict on the number of rows of a window that has none. Where it is no drift, since few were expected, it tells nothing:
     * an episode ends when rows come back, and not because the night has begun.
     */
    void advanceWithoutRows(Answer answer, MonitorSpec spec, Consumer<Assessment> out) {
        if (answer.diagnosis().isPresent()) {
            advance(answer, EpisodeSubject.WINDOWS, spec, out);
        }
    }

    private void put(EpisodeSubject subject, Optional<Episode> next) {
        next.ifPresentOrElse(episode -> bySubject.put(subject, episode), () -> bySubject.remove(subject));
        dirty.add(subject);
    }

    private void publish(
            EpisodeTransition change,
            WindowKey window,
            Ruling ruling,
            Yardstick yardstick,
            Optional<Diagnosis> diagnosis,
            MonitorSpec spec,
            Consumer<? super EpisodeChanged> out) {
        EpisodeSubject subject = change.episode().subject();
        if (change.type() == EpisodeTransition.Type.RESOLVED
                && subject.resolution().equals(EpisodeSubject.WINDOWS)
                && !spec.windows().rollups().isEmpty()) {
            resolved.add(subject, window.endMs());
        }
        out.accept(new EpisodeChanged(
                window,
                ruling.subject(),
                change,
                ruling.verdict(),
                ruling.evidence(),
                yardstick,
                diagnosis,
                spec.revision()));
    }

    /** Ends an episode without a verdict. One that was only pending ends unheard. */
    public void end(
            Episode episode,
            WindowKey window,
            Ruling why,
            Yardstick yardstick,
            MonitorSpec spec,
            Consumer<? super EpisodeChanged> out) {
        put(episode.subject(), Optional.empty());
        if (episode.open()) {
            publish(
                    new EpisodeTransition(EpisodeTransition.Type.RESOLVED, episode),
                    window,
                    why,
                    yardstick,
                    Optional.empty(),
                    spec,
                    out);
        }
    }

    /** All, pending or open, in the order of their subjects. */
    public List<Episode> all() {
        return bySubject.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(IN_ORDER))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Whether there is any episode of a series, pending or open. */
    boolean has(SeriesKey series) {
        return bySubject.keySet().stream().anyMatch(subject -> isOf(series, subject));
    }

    /** What a series has, or had after {@code sinceMs}, an open episode about in its windows. */
    Set<String> toldSince(long sinceMs, SeriesKey series, Reference reference) {
        return Stream.concat(
                        bySubject.values().stream().filter(Episode::open).map(Episode::subject),
                        resolved.after(sinceMs))
                .filter(subject -> isOf(series, subject)
                        && subject.resolution().equals(EpisodeSubject.WINDOWS)
                        && subject.reference().equals(reference.key()))
                .map(EpisodeSubject::feature)
                .collect(Collectors.toSet());
    }

    private static boolean isOf(SeriesKey series, EpisodeSubject subject) {
        return subject.version().equals(series.version()) && subject.segment().equals(series.segment());
    }

    /** Forgets episodes that had ended by {@code beforeMs}. */
    public void forgetResolved(long beforeMs) {
        resolved.forget(beforeMs);
    }

    public void save(StateWriter writer) {
        for (EpisodeSubject subject : dirty) {
            Episode episode = bySubject.get(subject);
            if (episode == null) {
                writer.delete(keyOf(subject));
            } else {
                writer.put(keyOf(subject), episode.toBytes());
            }
        }
        dirty.clear();
        resolved.save(writer);
    }

    private String keyOf(EpisodeSubject subject) {
        return keyPrefix + textOf(subject);
    }

    /** Version, segment and feature; those of plain episodes have stood alone since the first release. */
    static String textOf(EpisodeSubject subject) {
        String plain = WindowKey.escape(subject.version()) + "/" + WindowKey.escape(subject.segment()) + "/"
                + WindowKey.escape(subject.feature());
        return subject.resolution().equals(EpisodeSubject.WINDOWS)
                        && subject.reference().equals(EpisodeSubject.BASELINE)
                ? plain
                : plain + "/" + WindowKey.escape(subject.resolution()) + "/" + WindowKey.escape(subject.reference());
    }

    public void restore(String key, byte[] value) {
        if (key.startsWith(AssessorState.RESOLVED)) {
            resolved.restore(value);
            return;
        }
        Episode episode = Episode.fromBytes(value);
        if (!keyOf(episode.subject()).equals(key)) {
            throw new IllegalStateException("episode " + episode.id() + " was saved under " + key);
        }
        bySubject.put(episode.subject(), episode);
    }
}
