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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * Ends episodes that no window will end: those of a version and segment that has had no data for long, and those of a roll-up or
 * reference that the spec has no more. Time is that of the model's events: while the whole model is silent, nothing ends.
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
            SeriesKey series = new SeriesKey(subject.model(), subject.version(), subject.segment());
            Optional<Reference> reference = Reference.of(subject.reference()).filter(spec.references()::contains);
            Optional<Long> length = Resolutions.lengthOf(subject.resolution(), spec);
            if (reference.isEmpty() || length.isEmpty()) {
                end(episode, series, span, "the monitor spec asks for it no more", spec, out);
                continue;
            }
            long lastMs = Math.max(lastDataMs.applyAsLong(series), episode.lastWindowEndMs());
            long patienceMs =
                    Math.max(spec.episodes().closeAfter() * length.get(), PaneRing.LONGEST_CARRY * spec.windowMs());
            if (span.endMs() - lastMs >= patienceMs) {
                Span silence = new Span(lastMs, span.endMs());
                end(
                        episode,
                        series,
                        silence,
                        "there has been no data since " + Instant.ofEpochMilli(lastMs),
                        spec,
                        out);
            }
        }
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
