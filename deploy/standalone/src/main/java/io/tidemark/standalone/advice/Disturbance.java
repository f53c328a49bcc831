package io.tidemark.standalone.advice;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.baseline.FeatureKind;
import io.tidemark.profile.compare.FeatureComparison;
import io.tidemark.profile.compare.NumericSummary;
import io.tidemark.profile.sketch.CategoryCount;
import io.tidemark.profile.sketch.CategorySketch;
import io.tidemark.standalone.advice.SampledWindows.Sample;
import io.tidemark.stream.event.EventBuffer;
import io.tidemark.stream.event.NameDictionary;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Changes events as a drift would: numbers of every feature are raised, and some rows have each feature's rarest category. Which rows is drawn at
 * random, from the same seed each time. Tags are left out.
 */
final class Disturbance {
    private static final long SEED = 1;

    private final TestDrift drift;
    private final NameDictionary names;
    private final Map<String, Change> changes = new HashMap<>();
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final EventBuffer disturbed = new EventBuffer();

    private sealed interface Change {
        /** A number is raised by so much. */
        record Raise(double by) implements Change {}

        /** A category becomes another one. */
        record Replace(String category) implements Change {}
    }

    /** @param samples of which the baselines tell what is rare, and how far numbers lie apart */
    Disturbance(TestDrift drift, List<Sample> samples, NameDictionary names) {
        this.drift = drift;
        this.names = names;
        for (Sample sample : samples) {
            sample.comparisons()
                    .forEach((feature, comparison) ->
                            change(sample.baseline(), comparison).ifPresent(change -> changes.put(feature, change)));
        }
    }

    private Optional<Change> change(Baseline baseline, FeatureComparison comparison) {
        FeatureBaseline known = baseline.features().get(comparison.feature());
        if (known == null) {
            return Optional.empty();
        }
        return known.kind() == FeatureKind.NUMERIC
                ? comparison
                        .baseline()
                        .numbers()
                        .map(NumericSummary::standardDeviation)
                        .filter(deviation -> deviation > 0 && Double.isFinite(deviation))
                        .map(deviation -> new Change.Raise(drift.deviations() * deviation))
                : known.sketch()
                        .categories()
                        .map(CategorySketch::counts)
                        .filter(counts -> counts.size() > 1)
                        .flatMap(counts -> counts.stream()
                                .min(Comparator.comparingLong(CategoryCount::count)
                                        .thenComparing(CategoryCount::category)))
                        .map(rarest -> new Change.Replace(rarest.category()));
    }

    /** The features that it changes. Of others nothing can be told: they have one value only. */
    Set<String> features() {
        return Set.copyOf(changes.keySet());
    }

    /** The event as it would have been, in a buffer that the next one takes. */
    EventBuffer of(EventBuffer event) {
        boolean replaced = random.nextDouble() < drift.share();
        disturbed.clear();
        disturbed.identify(event.modelId(), event.modelVersion(), event.eventTimeMs());
        for (int i = 0; i < event.size(); i++) {
            add(event, i, changes.get(names.nameOf(event.nameId(i))), replaced);
        }
        return disturbed;
    }

    private void add(EventBuffer event, int i, @Nullable Change change, boolean replaced) {
        switch (change) {
            case Change.Raise(double by)
            when event.isNumber(i) -> disturbed.addNumber(event.nameId(i), event.number(i) + by);
            case Change.Replace(String category) when replaced -> replace(event, i, category);
            case null, default -> copy(event, i);
        }
    }

    /** By a value of the same type: another type would be noticed as such. */
    private void replace(EventBuffer event, int i, String category) {
        int name = event.nameId(i);
        switch (event.type(i)) {
            case NULL -> disturbed.addNull(name);
            case NUMBER -> disturbed.addNumber(name, Double.parseDouble(category));
            case BOOLEAN -> disturbed.addBoolean(name, Boolean.parseBoolean(category));
            case TEXT -> disturbed.addText(name, category);
        }
    }

    private void copy(EventBuffer event, int i) {
        int name = event.nameId(i);
        switch (event.type(i)) {
            case NULL -> disturbed.addNull(name);
            case NUMBER -> disturbed.addNumber(name, event.number(i));
            case BOOLEAN -> disturbed.addBoolean(name, event.number(i) != 0);
            case TEXT -> disturbed.addText(name, event.text(i));
        }
    }
}
