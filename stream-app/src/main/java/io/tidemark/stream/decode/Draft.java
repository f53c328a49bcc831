package io.tidemark.stream.decode;

import io.tidemark.profile.embedding.EmbeddingSummary;
import io.tidemark.schemas.serde.DecodeFailure;
import io.tidemark.schemas.serde.UndecodableRecordException;
import io.tidemark.stream.event.EventBuffer;
import io.tidemark.stream.event.NameDictionary;
import io.tidemark.stream.event.Predictions;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The event that is being read, with what one event passes on to the next: known names and texts. */
final class Draft {
    private final NameDictionary names;
    private final DecoderLimits limits;
    private final Predicate<String> hasReserve;

    final TextCache texts = new TextCache();
    final NameCache features = new NameCache(this::featureId);
    final NameCache scores = new NameCache(label -> idOf(Predictions.scoreOf(label)));

    /** The array that was read last. */
    final EmbeddingSummary array = new EmbeddingSummary();

    private final DerivedNames derived;

    EventBuffer event = new EventBuffer();

    @Nullable
    String modelId;

    @Nullable
    String modelVersion;

    long eventTimeMs;
    private int tags;

    Draft(NameDictionary names, DecoderLimits limits, Predicate<String> hasReserve) {
        this.names = names;
        this.limits = limits;
        this.hasReserve = hasReserve;
        this.derived = new DerivedNames(names, this::idOf);
    }

    void begin(EventBuffer into) {
        into.clear();
        event = into;
        modelId = null;
        modelVersion = null;
        eventTimeMs = 0;
        tags = 0;
    }

    void finish() {
        event.identify(modelId, modelVersion, eventTimeMs);
    }

    private int featureId(String name) {
        if (Predictions.isPrediction(name)) {
            throw new UndecodableRecordException(
                    DecodeFailure.RESERVED_FEATURE_NAME,
                    "feature \"" + shortened(name) + "\" begins with $, which is kept for predictions; rename it");
        }
        if (name.isBlank()) {
            throw new UndecodableRecordException(
                    DecodeFailure.EMPTY_FEATURE_NAME, "a feature has an empty name; the producer must name it");
        }
        return idOf(name);
    }

    /** The id of a feature or a part of the prediction. */
    int idOf(String name) {
        if (name.length() > limits.maxNameLength()) {
            throw new UndecodableRecordException(
                    DecodeFailure.NAME_TOO_LONG,
                    "feature \"" + shortened(name) + "\" has a name of " + name.length() + " characters, "
                            + limits.maxNameLength() + " are allowed");
        }
        int id = names.idOf(name);
        if (id == NameDictionary.FULL && modelId != null && hasReserve.test(modelId)) {
            id = names.reservedIdOf(name);
        }
        if (id == NameDictionary.FULL) {
            throw new UndecodableRecordException(
                    DecodeFailure.TOO_MANY_FEATURES,
                    "feature \"" + name + "\" is new, and " + names.size() + " names of " + names.characters()
                            + " characters are known already; is an id or a time part of feature names?");
        }
        return id;
    }

    private static String shortened(String name) {
        return name.length() <= 40 ? name : name.substring(0, 40) + "…";
    }

    /** Checks that the event may have so many features more. */
    void requireRoomFor(int features) {
        if (event.size() + features > limits.maxFeatures()) {
            throw new UndecodableRecordException(
                    DecodeFailure.TOO_MANY_FEATURES, "the event has more than " + limits.maxFeatures() + " features");
        }
    }

    int maxArrayLength() {
        return limits.maxArrayLength();
    }

    /** Adds what is watched of {@link #array} as features of the event. */
    void addArray(int nameId) {
        int size = array.size();
        requireRoomFor(size);
        int[] ids = derived.of(nameId);
        for (int i = 0; i < size; i++) {
            event.addNumber(ids[i], array.value(i));
        }
    }

    void addTag(String name, @Nullable String value) {
        if (++tags > limits.maxTags()) {
            throw new UndecodableRecordException(
                    DecodeFailure.TOO_MANY_TAGS, "the event has more than " + limits.maxTags() + " tags");
        }
        if (value != null) {
            event.addTag(name, value);
        }
    }
}
