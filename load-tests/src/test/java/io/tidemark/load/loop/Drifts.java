package io.tidemark.load.loop;

import io.tidemark.load.loop.LoopModel.Champion;
import io.tidemark.retrain.job.JobRecords;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.JobTrigger;
import io.tidemark.schemas.avro.RetrainJob;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The drift events that ask for models. Where no challenger is good enough an episode would ask again after each job; there it ends as soon as
 * its job has begun.
 */
final class Drifts {
    private final List<LoopModel> models;
    private final LoopTrial trial;
    private final LoopHistory history;
    private final Map<String, LoopModel> written = new LinkedHashMap<>();
    private final Set<String> resolved = new HashSet<>();

    /** @param models those that are asked for */
    Drifts(LoopTrial trial, LoopHistory history, List<LoopModel> models) {
        this.models = models;
        this.trial = trial;
        this.history = history;
    }

    /** By trigger id, the models that they ask for. */
    Map<String, LoopModel> written() {
        return written;
    }

    /** One more episode of this model begins. */
    void ask(LoopModel model) throws Exception {
        String event = "drift-" + (written.size() + 1);
        written.put(event, model);
        trial.writeDrift(model.name(), event, "episode of " + event, EpisodeState.OPENED);
    }

    /** Models whose jobs have all ended are asked for again, but none much more often than the others. */
    void askWhereAllHasEnded() throws Exception {
        Set<String> ended = endedTriggers();
        Map<LoopModel, Integer> asked = new LinkedHashMap<>();
        Set<LoopModel> open = new HashSet<>();
        models.forEach(model -> asked.put(model, 0));
        written.forEach((event, model) -> {
            asked.merge(model, 1, Integer::sum);
            if (!ended.contains(event)) {
                open.add(model);
            }
        });
        int least = Collections.min(asked.values());
        for (LoopModel model : models) {
            if (!open.contains(model) && asked.getOrDefault(model, 0) <= least + 1) {
                ask(model);
            }
        }
    }

    boolean allHaveEnded() {
        return endedTriggers().containsAll(written.keySet());
    }

    private Set<String> endedTriggers() {
        Set<String> ended = new HashSet<>();
        history.latestJobs().values().stream()
                .filter(JobRecords::hasEnded)
                .forEach(job -> job.getTriggers().forEach(trigger -> ended.add(trigger.getTriggerId())));
        return ended;
    }

    /** To be called often while jobs run. */
    void resolveWhatHasBegun() throws Exception {
        for (RetrainJob job : history.latestJobs().values()) {
            if (JobRecords.isRunning(job)) {
                for (JobTrigger trigger : job.getTriggers()) {
                    String event = trigger.getTriggerId();
                    LoopModel model = written.get(event);
                    if (model != null && model.champion() == Champion.KNOWS && resolved.add(event)) {
                        trial.writeDrift(model.name(), event + "-end", "episode of " + event, EpisodeState.RESOLVED);
                    }
                }
            }
        }
    }
}
