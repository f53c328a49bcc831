package io.tidemark.stream.assess;

import io.tidemark.profile.decision.Episode;
import io.tidemark.profile.decision.EpisodeSubject;
import io.tidemark.profile.decision.Severity;
import io.tidemark.profile.decision.Verdict;
import io.tidemark.stream.assess.Assessment.Evidence;
import io.tidemark.stream.assess.WindowJudge.Ruling;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.spec.Reference;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * Ends episodes that no window will end: those of a version and segment that has had no data for long, and those of a roll-up or
 * reference that the spec has no more. Time is that of the model's events: while the whole model is silent, nothing ends until the model
 * is forgotten.
 */
final class SilentEpisodes {
    private final Episodes episodes;
    private final ToLongFunction<SeriesKey> lastDataMs;

    /** @param lastDataMs where the last pane of a series ended; {@link Long#MIN_VALUE} where that is not known */
    SilentEpisodes(Episodes episodes, ToLongFunction<SeriesKey> lastDataMs) {
        this.episodes = episodes;
        this.lastDataMs = lastDataMs;
    }

    /** @param span the latest span that was judged */
    void end(Span span, MonitorSpec spec, Consumer<Assessment> out) {
        for (Episode episode : episodes.all()) {
            EpisodeSubject subject = episode.subject();
            SeriesKey series = seriesOf(subject);
            Optional<Reference> reference = Reference.of(subject.reference()).filter(spec.references()::contains);
            Optional<Long> length = Resolutions.lengthOf(subject.resolution(), spec);
            if (reference.isEmpty() || length.isEmpty()) {
                end(episode, series, span, "the monitor spec asks for it no more", spec, out);
                continue;
            }
            long lastMs = Math.max(lastDataMs.applyAsLong(series), episode.lastWindowEndMs());
            if (span.endMs() - lastMs >= patienceMs(length.get(), spec)) {
                Span silence = new Span(lastMs, span.endMs());
                end(episode, series, silence, noDataSince(lastMs), spec, out);
            }
        }
    }

    /** How long an episode about windows of {@code lengthMs} waits for data. */
    static long patienceMs(long lengthMs, MonitorSpec spec) {
        return Math.max(spec.episodes().closeAfter() * lengthMs, PaneRing.LONGEST_CARRY * spec.windowMs());
    }

    private static String noDataSince(long timeMs) {
        return "there has been no data since " + Instant.ofEpochMilli(timeMs);
    }

    /** Ends episodes about the number of rows of versions that others replaced. How traffic is split is no drift. */
    void endReplaced(Span span, Collection<String> versions, MonitorSpec spec, Consumer<Assessment> out) {
        for (Episode episode : episodes.all()) {
            EpisodeSubject subject = episode.subject();
            if (subject.feature().equals(WholeModel.VOLUME) && !versions.contains(subject.version())) {
                end(
                        episode,
                        seriesOf(subject),
                        span,
                        "the model's events are of version " + String.join(" and ", versions),
                        spec,
                        out);
            }
        }
    }

    /**
     * Ends all episodes of a model that is forgotten.
     *
     * @param silence from where its last pane ended to the present
     */
    void endAll(Span silence, MonitorSpec spec, Consumer<Assessment> out) {
        episodes.all()
                .forEach(episode ->
                        end(episode, seriesOf(episode.subject()), silence, noDataSince(silence.startMs()), spec, out));
    }

    private static SeriesKey seriesOf(EpisodeSubject subject) {
        return new SeriesKey(subject.model(), subject.version(), subject.segment());
    }

    private void end(
            Episode episode, SeriesKey series, Span span, String why, MonitorSpec spec, Consumer<Assessment> out) {
        EpisodeSubject subject = episode.subject();
        Verdict verdict = new Verdict(
                Severity.INSUFFICIENT,
                episode.kind(),
                List.of(),
                subject.feature() + " is not judged any longer: " + why);
        episodes.end(
                episode,
                series.over(span),
                new Ruling(subject.feature(), verdict, new Evidence(Map.of(), 0, 0)),
                Yardstick.none(Reference.of(subject.reference()).orElse(Reference.BASELINE)),
                spec,
                out);
    }
}
