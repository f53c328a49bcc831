package io.tidemark.serving.swap;

import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.ServedState;
import io.tidemark.schemas.avro.ServedVersion;
import io.tidemark.serving.version.InferenceShare;
import io.tidemark.serving.version.ServingPlan;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Knows the versions of the model, which of them are loaded and which were refused, and makes the {@link Lineup} of that.
 *
 * <ul>
 *   <li>The lineup is what {@link ServingPlan} says of all versions that are not refused, as far as they are loaded.
 *   <li>While the champion of the plan is not loaded, and where the plan has none, the present champion goes on answering: once there is a lineup there
 *       always is one.
 *   <li>What is neither in the plan nor the present champion is let go. The garbage collector frees it when no request uses it any more.
 * </ul>
 *
 * <p>Threads that read, load and report meet here under its lock. Scoring threads only read {@link #lineup}, which takes none. Nothing here does I/O.
 */
final class VersionKeeper {
    private final String modelId;
    private final Clock clock;
    private final LongSupplier nanoClock;
    private final ServedStates states;

    private Map<String, ReadVersion> versions = Map.of();
    private boolean versionsKnown;
    private final Map<String, ServedModel> loaded = new HashMap<>();
    private final Map<String, Refusal> refused = new HashMap<>();
    private final Set<String> triedAgain = new HashSet<>();
    private ServingPlan plan = ServingPlan.of(List.of());
    private String trouble = "";
    private long changes;
    private long changedAtNanos;
    private boolean closed;

    private volatile @Nullable Lineup lineup;

    /** A version's record, and when it was read. */
    private record ReadVersion(ModelVersion record, long atNanos) {}

    /**
     * @param clock what states are dated by
     * @param nanoClock what spans are measured by, as {@link System#nanoTime}
     */
    VersionKeeper(String modelId, Clock clock, LongSupplier nanoClock) {
        this.modelId = modelId;
        this.clock = clock;
        this.nanoClock = nanoClock;
        this.states = new ServedStates();
    }

    /** Who answers now; empty until the first version is loaded, and from then on never. */
    Optional<Lineup> lineup() {
        return Optional.ofNullable(lineup);
    }

    /** All versions of the model as they are now, each once. */
    synchronized void read(Collection<ModelVersion> all) {
        long now = nanoClock.getAsLong();
        Map<String, ReadVersion> next = new HashMap<>();
        for (ModelVersion record : all) {
            ReadVersion before = versions.get(record.getVersion());
            boolean same = before != null && before.record().equals(record);
            next.put(record.getVersion(), same ? before : new ReadVersion(record, now));
        }
        refused.values().removeIf(refusal -> {
            ReadVersion version = next.get(refusal.record().getVersion());
            return version == null || !version.record().equals(refusal.record());
        });
        if (!next.equals(versions)) {
            changedAtNanos = now;
        }
        versions = next;
        versionsKnown = true;
        trouble = "";
        settle();
    }

    /** Why the versions can't be read now. */
    synchronized void readingFails(String why) {
        trouble = why;
    }

    /** A version that was kept on disk: it answers until the versions are read, unless another does already. */
    synchronized void restored(ServedModel model) {
        if (lineup == null) {
            lineup = new Lineup(model, Optional.empty(), List.of());
        }
        settle();
    }

    /** A version that was fetched and checked. */
    synchronized void loaded(ServedModel model) {
        loaded.put(model.version(), model);
        refused.remove(model.version());
        settle();
    }

    /** A version that can't be served as this record describes it. */
    synchronized void refused(ModelVersion record, String reason, boolean passing) {
        ReadVersion current = versions.get(record.getVersion());
        if (current == null || !current.record().equals(record)) {
            return; // it has changed meanwhile, and is tried anew
        }
        Refusal before = refused.get(record.getVersion());
        int attempts = before == null ? 1 : before.attempts() + 1;
        refused.put(record.getVersion(), Refusal.of(record, reason, passing, attempts, nanoClock.getAsLong()));
        settle();
    }

    /** The version to load now, if there is one. */
    synchronized Optional<ModelVersion> next() {
        long now = nanoClock.getAsLong();
        boolean again = false;
        for (Refusal refusal : refused.values()) {
            String version = refusal.record().getVersion();
            again |= refusal.mayBeTriedAgain(now) && triedAgain.add(version);
        }
        if (again) {
            plan = ServingPlan.of(candidates());
        }
        return plan.all().stream()
                .filter(version -> loadedAs(version).isEmpty())
                .findFirst();
    }

    /** Waits for {@link #next}, at most this long. */
    synchronized Optional<ModelVersion> awaitNext(Duration timeout) throws InterruptedException {
        long seen = changes;
        boolean _ = await(() -> changes != seen || next().isPresent(), timeout);
        return next();
    }

    /** @return whether there is a lineup */
    synchronized boolean awaitLineup(Duration timeout) throws InterruptedException {
        return await(() -> lineup != null, timeout);
    }

    /** Waits until there was a change after the {@code seen}-th, at most this long. @return how many there were */
    synchronized long awaitChange(long seen, Duration timeout) throws InterruptedException {
        boolean _ = await(() -> changes != seen, timeout);
        return changes;
    }

    /** @return whether it came to be within the time; not longer than until this is closed */
    private synchronized boolean await(BooleanSupplier done, Duration timeout) throws InterruptedException {
        long start = System.nanoTime();
        while (!done.getAsBoolean() && !closed) {
            long left = timeout.toNanos() - (System.nanoTime() - start);
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return done.getAsBoolean();
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** The champion, and the version that is kept for a rollback, as they are now; those that are to be on disk. */
    synchronized List<ModelVersion> production() {
        Lineup now = lineup;
        if (now == null || !versionsKnown) {
            return List.of();
        }
        ModelVersion champion = current(now.champion());
        return Stream.concat(Stream.of(champion), plan.previous().stream().filter(version -> !version.equals(champion)))
                .filter(version -> loadedAs(version).isPresent())
                .toList();
    }

    private ModelVersion current(ServedModel model) {
        ReadVersion read = versions.get(model.version());
        return read != null && model.isOf(read.record()) ? read.record() : model.record();
    }

    /** The versions as this instance has them, for the status. */
    synchronized List<ServedVersion> report() {
        return states.report(version -> Optional.ofNullable(loaded.get(version)));
    }

    /** What stands in the way of a lineup. */
    synchronized String whyNotReady() {
        String model = "model '" + modelId + "' has no version to answer with yet: ";
        if (!versionsKnown) {
            return model + (trouble.isEmpty() ? "its versions are being read" : trouble);
        }
        if (plan.champion().isPresent()) {
            return model + "version " + plan.champion().get().getVersion() + " is being loaded";
        }
        return refused.values().stream()
                .map(refusal -> model + "version " + refusal.record().getVersion() + " is refused: " + refusal.reason())
                .findFirst()
                .orElse(model + "none of its " + versions.size() + " versions is in PRODUCTION");
    }

    private List<ModelVersion> candidates() {
        return versions.values().stream()
                .map(ReadVersion::record)
                .filter(record -> !refused.containsKey(record.getVersion()) || triedAgain.contains(record.getVersion()))
                .toList();
    }

    private Optional<ServedModel> loadedAs(ModelVersion record) {
        return Optional.ofNullable(loaded.get(record.getVersion())).filter(model -> model.isOf(record));
    }

    private void settle() {
        triedAgain.retainAll(refused.keySet());
        refused.forEach((version, refusal) -> {
            if (!refusal.mayBeTriedAgain(nanoClock.getAsLong())) {
                triedAgain.remove(version);
            }
        });
        plan = ServingPlan.of(candidates());
        Lineup before = lineup;
        Optional<ServedModel> champion = plan.champion()
                .flatMap(this::loadedAs)
                .or(() -> Optional.ofNullable(before).map(Lineup::champion));
        champion.ifPresent(model -> lineup = lineup(model));
        loaded.values()
                .removeIf(model -> plan.all().stream().noneMatch(model::isOf)
                        && champion.filter(model::equals).isEmpty());
        champion.ifPresent(model -> loaded.putIfAbsent(model.version(), model));
        states.update(stateOfEach(champion), this::millisSinceRead, millisSince(changedAtNanos), clock.instant());
        changes++;
        notifyAll();
    }

    private Lineup lineup(ServedModel champion) {
        Optional<Lineup.Canary> canary = plan.canary()
                .flatMap(this::loadedAs)
                .filter(model -> !model.equals(champion))
                .map(model ->
                        new Lineup.Canary(model, InferenceShare.of(modelId, model.version()), plan.canaryShare()));
        List<ServedModel> shadows = plan.shadows().stream()
                .flatMap(version -> loadedAs(version).stream())
                .filter(model -> !model.equals(champion))
                .toList();
        return new Lineup(champion, canary, shadows);
    }

    private Map<String, ServedStates.Described> stateOfEach(Optional<ServedModel> champion) {
        Map<String, ServedStates.Described> all = new HashMap<>();
        plan.shadows().forEach(version -> describe(version, ServedState.SHADOW, all));
        plan.previous().ifPresent(version -> describe(version, ServedState.READY, all));
        plan.canary().ifPresent(version -> describe(version, ServedState.CANARY, all));
        plan.champion().ifPresent(version -> describe(version, ServedState.PRODUCTION, all));
        refused.forEach((version, refusal) -> all.put(
                version,
                new ServedStates.Described(
                        refusal.isPassing() ? ServedState.LOADING : ServedState.REFUSED, refusal.reason())));
        champion.ifPresent(model -> all.put(model.version(), new ServedStates.Described(ServedState.PRODUCTION, "")));
        return all;
    }

    private void describe(ModelVersion version, ServedState whenLoaded, Map<String, ServedStates.Described> into) {
        ServedState state = loadedAs(version).isPresent() ? whenLoaded : ServedState.LOADING;
        into.put(version.getVersion(), new ServedStates.Described(state, ""));
    }

    private Optional<Long> millisSinceRead(String version) {
        return Optional.ofNullable(versions.get(version)).map(read -> millisSince(read.atNanos()));
    }

    private long millisSince(long nanos) {
        return Duration.ofNanos(nanoClock.getAsLong() - nanos).toMillis();
    }
}
