package io.tidemark.stream.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.profile.compare.Statistic;
import io.tidemark.profile.decision.Cause;
import io.tidemark.profile.decision.Diagnosis;
import io.tidemark.profile.decision.InputsVerdict;
import io.tidemark.profile.decision.Names;
import io.tidemark.profile.decision.Severity;
import io.tidemark.schemas.avro.DiagnosisType;
import io.tidemark.schemas.avro.WindowProfile;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.serde.UndecodableRecordException;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.schemas.topic.TopicCatalogue;
import io.tidemark.stream.label.LabelMessage;
import io.tidemark.stream.label.LabelMessage.Inputs;
import io.tidemark.stream.window.WindowKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.KeyValue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads from window profiles what was found of them, for the models whose labels are asked for.
 *
 * <p>A profile that can't be read is logged and left out: a diagnosis then says that it does not know of the features. Safe for use by several
 * threads.
 */
final class InputsReader {
    private static final Logger LOG = LoggerFactory.getLogger(InputsReader.class);

    private final String topic;
    private final Deserializer<WindowProfile> deserializer;
    private final Predicate<String> asked;

    /** @param asked whether a model's labels are asked for */
    InputsReader(TopicCatalogue topics, SchemaRegistry registry, Predicate<String> asked) {
        Topic<String, WindowProfile> profiles = topics.windowProfiles();
        this.topic = profiles.name();
        this.deserializer = profiles.valueSerde(registry).deserializer();
        this.asked = asked;
    }

    /** What is found in a record, keyed by its model; at most one message. */
    List<KeyValue<byte[], LabelMessage>> read(byte @Nullable [] key, byte @Nullable [] value) {
        if (key == null || value == null) {
            return List.of();
        }
        String named = new String(key, UTF_8);
        // By the key, so that profiles of other models, which are large, need not be read.
        String model = RecordKeys.split(named).getFirst();
        return asked.test(model) ? read(model, named, value) : List.of();
    }

    private List<KeyValue<byte[], LabelMessage>> read(String model, String key, byte[] value) {
        WindowProfile profile;
        try {
            profile = deserializer.deserialize(topic, value);
        } catch (UndecodableRecordException e) {
            warn(key, e.detail());
            return List.of();
        }
        if (!profile.getModelId().equals(model)) {
            warn(key, "it is of the model '" + profile.getModelId() + "'");
            return List.of();
        }
        if (profile.getPart() > 0 || profile.getSupplement()) {
            return List.of();
        }
        LabelMessage found = inputsOf(profile);
        return List.of(KeyValue.pair(LabelMessageSerde.keyOf(found), found));
    }

    private void warn(String key, String why) {
        LOG.warn(
                "A record of {} with the key '{}' can't be used and is left out of diagnoses: {}",
                topic,
                Names.of(key),
                Names.of(why));
    }

    private static Inputs inputsOf(WindowProfile profile) {
        Instant start = Optional.ofNullable(profile.getJudgedStart()).orElse(profile.getWindowStart());
        Instant end = Optional.ofNullable(profile.getJudgedEnd()).orElse(profile.getWindowEnd());
        return new Inputs(
                new WindowKey(
                        profile.getModelId(),
                        profile.getModelVersion(),
                        profile.getSegment(),
                        start.toEpochMilli(),
                        end.toEpochMilli()),
                verdictOf(profile));
    }

    private static InputsVerdict verdictOf(WindowProfile profile) {
        boolean featuresJudged = profile.getFeaturesJudged();
        if (profile.getDiagnosis() == null) {
            return featuresJudged ? new InputsVerdict(true, Severity.NONE, Optional.empty()) : InputsVerdict.UNKNOWN;
        }
        return profile.getDiagnosis().getType() == DiagnosisType.UNKNOWN
                ? InputsVerdict.UNKNOWN
                : diagnosisOf(profile.getDiagnosis())
                        .filter(known -> known.heaviest().severity().isDrift())
                        .map(known -> new InputsVerdict(
                                featuresJudged, known.heaviest().severity(), Optional.of(known)))
                        .orElse(InputsVerdict.UNKNOWN);
    }

    /** Without causes by statistics that a later release has found; empty where that leaves none. */
    private static Optional<Diagnosis> diagnosisOf(io.tidemark.schemas.avro.Diagnosis record) {
        List<Cause> causes = record.getCauses().stream()
                .flatMap(cause -> causeOf(cause).stream())
                .toList();
        return causes.isEmpty()
                ? Optional.empty()
                : Optional.of(new Diagnosis(
                        Diagnosis.Type.valueOf(record.getType().name()),
                        causes,
                        record.getMoreCauses(),
                        Optional.ofNullable(record.getWorstSegment())));
    }

    private static Optional<Cause> causeOf(io.tidemark.schemas.avro.Cause cause) {
        return Arrays.stream(Statistic.values())
                .filter(statistic -> statistic.key().equals(cause.getStatistic()))
                .map(statistic -> new Cause(
                        cause.getSubject(),
                        Severity.valueOf(cause.getSeverity().name()),
                        statistic,
                        cause.getTimesThreshold()))
                .findFirst();
    }
}
