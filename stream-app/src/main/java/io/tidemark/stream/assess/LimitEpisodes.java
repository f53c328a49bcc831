package io.tidemark.stream.assess;

import io.tidemark.profile.decision.DriftKind;
import io.tidemark.profile.decision.Episode;
import io.tidemark.profile.decision.EpisodePolicy;
import io.tidemark.profile.decision.EpisodeStep;
import io.tidemark.profile.decision.EpisodeSubject;
import io.tidemark.profile.decision.EpisodeTransition;
import io.tidemark.profile.decision.Names;
import io.tidemark.profile.decision.Severity;
import io.tidemark.profile.decision.Verdict;
import io.tidemark.stream.assess.Assessment.EpisodeChanged;
import io.tidemark.stream.assess.Assessment.Evidence;
import io.tidemark.stream.spec.Reference;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.Limit;
import io.tidemark.stream.window.ProfileMessage.LimitPassed;
import io.tidemark.stream.window.Segments;
import io.tidemark.stream.window.WindowKey;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Tells of limits that were passed: an episode for each model and limit, from the first excess until there has been none for a while. Time is
 * that of the partitions' clocks, so a flood of a million records is one OPENED and one RESOLVED, which says how much it was.
 */
final class LimitEpisodes {
    /** What stands before the limit's key in an episode's subject. No feature's name begins with it. */
    static final String SUBJECT = "$limit.";

    /** The excess of no single model is told of this. */
    static final String ANY_MODEL = "*";

    private static final int VERSION = 1;
    private static final EpisodePolicy AT_ONCE = new EpisodePolicy(1, 1);

    private final long quietMs;
    private final SortedMap<String, Passed> open = new TreeMap<>();
    private final Set<String> dirty = new HashSet<>();
    private long nowMs;

    /** @param excess how much was too much since the episode opened */
    private record Passed(String model, Limit limit, Episode episode, long excess, long lastMs) {}

    /** @param quietMs how long nothing may have been too much until an episode ends */
    LimitEpisodes(long quietMs) {
        this.quietMs = quietMs;
    }

    void observe(LimitPassed passed, Consumer<Assessment> out) {
        String model = passed.model().equals(LimitPassed.ANY_MODEL) ? ANY_MODEL : passed.model();
        timeIs(passed.clockMs());
        observe(model, passed.limit(), passed.count(), out);
    }

    /** Tells how late it is by some partition's clock. */
    void timeIs(long clockMs) {
        nowMs = Math.max(nowMs, clockMs);
    }

    /** Tells of an excess that comes of what several partitions have sent. */
    void observe(String model, Limit limit, long count, Consumer<Assessment> out) {
        String key = keyOf(model, limit);
        Passed before = open.get(key);
        if (before == null) {
            Verdict verdict = new Verdict(
                    limit.losesRows() ? Severity.MAJOR : Severity.MINOR,
                    DriftKind.LIMIT,
                    List.of(),
                    words(model, limit));
            EpisodeStep step =
                    Episode.advance(Optional.empty(), subject(model, limit), verdict, nowMs, nowMs + 1, AT_ONCE);
            Passed opened = new Passed(model, limit, step.next().orElseThrow(), count, nowMs);
            step.transition().ifPresent(change -> out.accept(changed(opened, change, verdict)));
            open.put(key, opened);
        } else {
            open.put(
                    key,
                    new Passed(
                            model, limit, before.episode(), before.excess() + count, Math.max(before.lastMs(), nowMs)));
        }
        dirty.add(key);
    }

    /**
     * Ends what has been quiet.
     *
     * @param leastClockMs up to here all partitions have been read
     */
    void passTime(long leastClockMs, Consumer<Assessment> out) {
        open.values().removeIf(passed -> {
            boolean quiet = leastClockMs - passed.lastMs() >= quietMs;
            if (quiet) {
                dirty.add(keyOf(passed.model(), passed.limit()));
                Verdict verdict = new Verdict(
                        Severity.NONE,
                        DriftKind.LIMIT,
                        List.of(),
                        "the limit of " + passed.limit().key() + " is passed no more; "
                                + passed.limit().excess() + ": " + passed.excess() + " since the episode opened");
                Episode.advance(
                                Optional.of(passed.episode()),
                                passed.episode().subject(),
                                verdict,
                                passed.lastMs(),
                                Math.max(nowMs, passed.episode().lastWindowEndMs() + 1),
                                AT_ONCE)
                        .transition()
                        .ifPresent(change -> out.accept(changed(passed, change, verdict)));
            }
            return quiet;
        });
    }

    private static EpisodeSubject subject(String model, Limit limit) {
        return new EpisodeSubject(model, "", Segments.ALL, SUBJECT + limit.key());
    }

    private static String words(String model, Limit limit) {
        if (limit == Limit.EVENTS) {
            return "the limit of " + limit.key() + " is passed: " + limit.excess() + "; " + limit.remedy();
        }
        String whose = model.equals(ANY_MODEL) ? "models without a spec together" : "model " + Names.of(model);
        return "the limit of " + limit.key() + " is passed by " + whose + ": " + limit.excess() + "; " + limit.remedy();
    }

    private EpisodeChanged changed(Passed passed, EpisodeTransition change, Verdict verdict) {
        long sinceMs = passed.episode().sinceMs();
        return new EpisodeChanged(
                new WindowKey(passed.model(), "", Segments.ALL, sinceMs, Math.max(nowMs, sinceMs + 1)),
                passed.episode().subject().feature(),
                change,
                verdict,
                new Evidence(Map.of("excess", (double) passed.excess()), 0, 0),
                Yardstick.none(Reference.BASELINE),
                Optional.empty(),
                "");
    }

    private static String keyOf(String model, Limit limit) {
        return AssessorState.LIMIT + WindowKey.escape(model) + "/" + limit.key();
    }

    void save(StateWriter writer) {
        for (String key : dirty) {
            Passed passed = open.get(key);
            if (passed == null) {
                writer.delete(key);
            } else {
                writer.put(
                        key,
                        new BinaryOut(VERSION)
                                .writeText(passed.model())
                                .writeText(passed.limit().key())
                                .writeBytes(passed.episode().toBytes())
                                .writeLong(passed.excess())
                                .writeLong(passed.lastMs())
                                .toBytes());
            }
        }
        dirty.clear();
    }

    void restore(String key, byte[] value) {
        BinaryIn in = new BinaryIn("a limit that is passed", value, VERSION);
        String model = in.readText();
        Optional<Limit> limit = Limit.ofKey(in.readText());
        Episode episode = Episode.fromBytes(in.readBytes());
        long excess = in.readLong();
        long lastMs = in.readLong();
        timeIs(lastMs);
        limit.ifPresent(known -> open.put(key, new Passed(model, known, episode, excess, lastMs)));
    }
}
