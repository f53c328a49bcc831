package io.tidemark.retrain.worker;

import io.tidemark.retrain.policy.LabelVolume;
import io.tidemark.retrain.policy.ModelLoopState;
import io.tidemark.retrain.policy.ModelPolicy;
import io.tidemark.retrain.policy.OpenEpisodes;
import io.tidemark.retrain.policy.PolicyAction;
import io.tidemark.retrain.table.ModelTables;
import io.tidemark.retrain.table.RecordSink;
import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.WindowPerformance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;

/** Asks policy and rollout, with what the topics say of a model. */
final class LoopDecisions implements Decisions {
    private final ModelTables tables;
    private final ModelPolicy policy;
    private final Map<String, OpenEpisodes> episodes = new HashMap<>();
    private final Map<String, LabelVolume> labels = new HashMap<>();

    LoopDecisions(ModelTables tables, String worker) {
        this.tables = tables;
        this.policy = new ModelPolicy(worker);
    }

    /** Takes drift events. */
    RecordSink driftEvents(Deserializer<DriftEvent> deserializer) {
        return message -> {
            DriftEvent event = deserializer.deserialize(message.topic(), message.value());
            if (event != null) {
                episodes.computeIfAbsent(event.getModelId(), model -> new OpenEpisodes())
                        .accept(event);
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
            }
        };
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
        return actions;
    }
}
