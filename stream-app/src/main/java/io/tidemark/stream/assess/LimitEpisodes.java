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
import java.util.Comparator;
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
 *
 * <p>What is of no single model has an episode for the profile step, which all partitions tell of in one place, and one for each assess task: none
 * knows of the others.
 */
final class LimitEpisodes {
    /** What stands before the limit's key in an episode's subject. No feature's name begins with it. */
    static final String SUBJECT = "$limit.";

    /** What events call the model where the excess is of no single one; a model may have that name, too. */
    static final String NO_SINGLE_MODEL = "*";

    private static final int VERSION = 2;
    private static final long UNKNOWN = Long.MIN_VALUE;
    private static final EpisodePolicy AT_ONCE = new EpisodePolicy(1, 1);

    private final long quietMs;
    private final String task;
    private final SortedMap<String, Passed> open = new TreeMap<>();
    /** What was too much when no clock was known yet. Any partition tells its clock before it tells of a model's windows. */
    private final SortedMap<Limited, Long> held = new TreeMap<>(Limited.IN_ORDER);

    private final Set<String> dirty = new HashSet<>();
    private long nowMs = UNKNOWN;

    /**
     * Whose limit it is.
     *
     * @param model {@link LimitPassed#ANY_MODEL} where it is no single one's
     * @param task the assess task that it was passed in, where it is no single model's; else empty
     */
    private record Limited(String model, String task, Limit limit) {
        static final Comparator<Limited> IN_ORDER = Comparator.comparing(Limited::key);

        boolean isOfAnyModel() {
            return model.equals(LimitPassed.ANY_MODEL);
        }

        String key() {
            String ofModel = AssessorState.LIMIT + WindowKey.escape(model) + "/" + limit.key();
            return task.isEmpty() ? ofModel : ofModel + "/" + WindowKey.escape(task);
        }

        /** What the episode is about. A task that is no segment, and a model without a name, keep episodes apart that events tell of alike. */
        EpisodeSubject subject() {
            return new EpisodeSubject(model, "", task.isEmpty() ? Segments.ALL : task, SUBJECT + limit.key());
        }

        String inWords() {
            String passed = "the limit of " + limit.key() + " is passed";
            String then = ": " + limit.excess() + "; " + limit.remedy();
            if (limit == Limit.EVENTS) {
                return passed + then;
            }
            String whose = isOfAnyModel() ? "models without a spec together" : "model " + Names.of(model);
            return passed + " by " + whose + (task.isEmpty() ? "" : ", in " + task) + then;
        }
    }

    /** @param excess how much was too much since the episode opened */
    private record Passed(Limited limited, Episode episode, long excess, long lastMs) {}

    /**
     * @param quietMs how long nothing may have been too much until an episode ends
     * @param task which of the assess tasks this is
     */
    LimitEpisodes(long quietMs, int task) {
        this.quietMs = quietMs;
        this.task = "assess task " + task;
    }

    /** Tells of an excess that the profile step saw. */
    void observe(LimitPassed passed, Consumer<Assessment> out) {
        timeIs(passed.clockMs(), out);
        observe(new Limited(passed.model(), "", passed.limit()), passed.count(), out);
    }

    /** Tells of an excess that this task saw; {@link LimitPassed#ANY_MODEL} where it is no single model's. */
    void observe(String model, Limit limit, long count, Consumer<Assessment> out) {
        observe(new Limited(model, model.equals(LimitPassed.ANY_MODEL) ? task : "", limit), count, out);
    }

    /** Tells how late it is by some partition's clock. */
    void timeIs(long clockMs, Consumer<Assessment> out) {
        nowMs = Math.max(nowMs, clockMs);
        if (!held.isEmpty()) {
            SortedMap<Limited, Long> known = new TreeMap<>(held);
            held.clear();
            known.forEach((limited, count) -> observe(limited, count, out));
        }
    }

    private void observe(Limited limited, long count, Consumer<Assessment> out) {
        if (nowMs == UNKNOWN) {
            held.merge(limited, count, Long::sum);
            return;
        }
        String key = limited.key();
        Passed before = open.get(key);
        if (before == null) {
            Severity severity = limited.limit().losesRows() ? Severity.MAJOR : Severity.MINOR;
            Verdict verdict = new Verdict(severity, DriftKind.LIMIT, List.of(), limited.inWords());
            EpisodeStep step = Episode.advance(Optional.empty(), limited.subject(), verdict, nowMs, nowMs + 1, AT_ONCE);
            Passed opened = new Passed(limited, step.next().orElseThrow(), count, nowMs);
            step.transition().ifPresent(change -> out.accept(changed(opened, change, verdict)));
            open.put(key, opened);
        } else {
            open.put(
                    key,
                    new Passed(limited, before.episode(), before.excess() + count, Math.max(before.lastMs(), nowMs)));
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
                dirty.add(passed.limited().key());
                Limit limit = passed.limited().limit();
                Verdict verdict = new Verdict(
                        Severity.NONE,
                        DriftKind.LIMIT,
                        List.of(),
                        "the limit of " + limit.key() + " is passed no more; " + limit.excess() + ": " + passed.excess()
                                + " since the episode opened");
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

    private EpisodeChanged changed(Passed passed, EpisodeTransition change, Verdict verdict) {
        long sinceMs = passed.episode().sinceMs();
        Limited limited = passed.limited();
        String model = limited.isOfAnyModel() ? NO_SINGLE_MODEL : limited.model();
        return new EpisodeChanged(
                new WindowKey(model, "", Segments.ALL, sinceMs, Math.max(nowMs, sinceMs + 1)),
                passed.episode().subject().feature(),
                change,
                verdict,
                new Evidence(Map.of("excess", (double) passed.excess()), 0, 0),
                Yardstick.none(Reference.BASELINE),
                Optional.empty(),
                "");
    }

    void save(StateWriter writer) {
        for (String key : dirty) {
            Passed passed = open.get(key);
            if (passed == null) {
                writer.delete(key);
            } else {
                Limited limited = passed.limited();
                writer.put(
                        key,
                        new BinaryOut(VERSION)
                                .writeText(limited.model())
                                .writeText(limited.limit().key())
                                .writeBytes(passed.episode().toBytes())
                                .writeLong(passed.excess())
                                .writeLong(passed.lastMs())
                                .writeText(limited.task())
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
        // The first version had no other name for what is of no single model.
        boolean wasOfAny = in.version() < 2 && model.equals(NO_SINGLE_MODEL);
        String restored = wasOfAny ? LimitPassed.ANY_MODEL : model;
        String ofTask = in.version() < 2 ? "" : in.readText();
        timeWas(lastMs);
        limit.map(known -> new Limited(restored, ofTask, known)).ifPresent(limited -> {
            open.put(limited.key(), new Passed(limited, episode, excess, lastMs));
            if (!limited.key().equals(key)) {
                dirty.addAll(List.of(key, limited.key()));
            }
        });
    }

    /** Tells how late it was by some partition's clock, as was saved with what the clock told. */
    void timeWas(long clockMs) {
        nowMs = Math.max(nowMs, clockMs);
    }
}
