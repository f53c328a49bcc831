package io.tidemark.retrain.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.retrain.policy.LabelVolume;
import io.tidemark.retrain.policy.ModelLoopState;
import io.tidemark.retrain.policy.ModelPolicy;
import io.tidemark.retrain.policy.OpenEpisodes;
import io.tidemark.retrain.policy.PolicyAction;
import io.tidemark.retrain.policy.RetrainSpecCheck;
import io.tidemark.retrain.rollout.Evidence;
import io.tidemark.retrain.rollout.RolloutControl;
import io.tidemark.retrain.rollout.RolloutDecision;
import io.tidemark.retrain.rollout.StageClock;
import io.tidemark.retrain.table.ModelTables;
import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.MonitorSpec;
import io.tidemark.schemas.avro.RolloutSpec;
import io.tidemark.schemas.avro.ServingStatus;
import io.tidemark.schemas.avro.WindowPerformance;
import io.tidemark.schemas.reader.RecordSink;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.serving.version.StageChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks policy and rollout, with what the topics say of a model. */
final class LoopDecisions implements Decisions {
    private static final Logger LOG = LoggerFactory.getLogger(LoopDecisions.class);
    private static final RolloutSpec UNSAID = RolloutSpec.newBuilder().build();

    private final ModelTables tables;
    private final ModelPolicy policy;
    private final Map<String, OpenEpisodes> episodes = new HashMap<>();
    private final Map<String, LabelVolume> labels = new HashMap<>();
    private final Map<String, Evidence> evidence = new HashMap<>();
    private final String worker;

    LoopDecisions(ModelTables tables, String worker) {
        this.tables = tables;
        this.worker = worker;
        this.policy = new ModelPolicy(worker);
    }

    /** Takes specs, and says what in them makes no sense to the policy, which follows the rest. */
    RecordSink specs(Deserializer<MonitorSpec> deserializer) {
        RecordSink table = tables.specs(deserializer);
        return message -> {
            table.accept(message);
            String model = RecordKeys.split(new String(message.key(), UTF_8)).getFirst();
            tables.spec(model)
                    .flatMap(spec -> Optional.ofNullable(spec.getRetrain()))
                    .ifPresent(retrain -> RetrainSpecCheck.problems(retrain)
                            .forEach(problem -> LOG.warn("The spec of {}: {}", model, problem)));
        };
    }

    /** Takes drift events. */
    RecordSink driftEvents(Deserializer<DriftEvent> deserializer) {
        return message -> {
            DriftEvent event = deserializer.deserialize(message.topic(), message.value());
            if (event != null) {
                episodes.computeIfAbsent(event.getModelId(), model -> new OpenEpisodes())
                        .accept(event);
                evidenceOf(event.getModelId()).accept(event);
            }
        };
    }

    /** Takes the performance of windows. */
    RecordSink performance(Deserializer<WindowPerformance> deserializer) {
        return message -> {
            WindowPerformance window = deserializer.deserialize(message.topic(), message.value());
            if (window != null) {
                labels.computeIfAbsent(window.getModelId(), model -> new LabelVolume())
                        .accept(window);
                evidenceOf(window.getModelId()).accept(window);
            }
        };
    }

    /** Takes what instances of applications serve. */
    RecordSink servingStatus(Deserializer<ServingStatus> deserializer) {
        return message -> {
            ServingStatus status = deserializer.deserialize(message.topic(), message.value());
            if (status != null) {
                evidenceOf(status.getModelId()).accept(status);
            } else if (message.key() != null) {
                List<String> key = RecordKeys.split(new String(message.key(), UTF_8));
                evidenceOf(key.getFirst()).removeInstance(key.getLast());
            }
        };
    }

    private Evidence evidenceOf(String model) {
        return evidence.computeIfAbsent(model, none -> new Evidence());
    }

    @Override
    public List<Action> due(String model, Instant now) {
        List<Action> actions = new ArrayList<>();
        ModelLoopState state = new ModelLoopState(
                model,
                tables.spec(model),
                tables.jobs(model),
                tables.versions(model),
                episodes.computeIfAbsent(model, none -> new OpenEpisodes()),
                labels.computeIfAbsent(model, none -> new LabelVolume()));
        for (PolicyAction action : policy.decide(state, now)) {
            actions.add(
                    switch (action) {
                        case PolicyAction.Begin(var job) -> new Action.Begin(job);
                        case PolicyAction.Request(var job) -> new Action.WriteJob(job);
                        case PolicyAction.Amend(var job) -> new Action.WriteJob(job);
                        case PolicyAction.End(var job) -> new Action.WriteJob(job);
                    });
        }
        rollout(model, now).ifPresent(actions::add);
        return actions;
    }

    private Optional<Action> rollout(String model, Instant now) {
        Collection<ModelVersion> versions = tables.versions(model);
        Optional<MonitorSpec> spec = tables.spec(model);
        if (versions.isEmpty() || spec.isEmpty()) {
            return Optional.empty();
        }
        RolloutSpec rollout = Optional.ofNullable(spec.get().getRollout()).orElse(UNSAID);
        Optional<String> metric = Optional.ofNullable(spec.get().getRetrain())
                .flatMap(retrain -> Optional.ofNullable(retrain.getMetric()));
        return switch (RolloutControl.decide(versions, evidenceOf(model), rollout, metric, now)) {
            case RolloutDecision.Stay _ -> Optional.empty();
            case RolloutDecision.Move(String version, ModelStage stage, double share, String reason) ->
                Optional.of(moved(versions, version, stage, share, reason, now));
            case RolloutDecision.TakeBack(String version, ModelStage stage, String reason) ->
                Optional.of(moved(versions, version, stage, 0, reason, now));
        };
    }

    private Action moved(
            Collection<ModelVersion> versions,
            String version,
            ModelStage stage,
            double share,
            String reason,
            Instant now) {
        ModelVersion before = versions.stream()
                .filter(known -> known.getVersion().equals(version))
                .findFirst()
                .orElseThrow();
        return new Action.Move(
                new StageChange(stage, StageClock.next(versions, now), share, reason, worker).of(before));
    }
}
