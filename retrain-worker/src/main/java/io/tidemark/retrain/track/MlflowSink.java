package io.tidemark.retrain.track;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.http.client.Answer;
import io.tidemark.retrain.track.MlflowApi.Run;
import io.tidemark.retrain.track.TrackingSettings.Mlflow;
import java.util.Optional;

/**
 * Keeps a run of MLflow for each job, in an experiment for each model. The run is looked up by a tag before it is made, so telling of a job again
 * finds it; params and metrics that are there already are the same.
 */
final class MlflowSink implements JobSink {
    static final String NAME = "mlflow";

    private final String experimentPrefix;
    private final MlflowApi api;

    /** @param api closed with this */
    MlflowSink(Mlflow settings, MlflowApi api) {
        this.experimentPrefix = settings.experimentPrefix();
        this.api = api;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Answer begun(TrackedJob job) throws InterruptedException {
        try {
            Run run = run(job);
            return new Answer.Delivered("run " + run.id());
        } catch (MlflowException e) {
            return e.answer();
        }
    }

    @Override
    public Answer ended(TrackedJob job, boolean knownAsBegun) throws InterruptedException {
        try {
            Run run = run(job);
            if (run.isDeleted()) {
                return new Answer.Delivered("run " + run.id() + " was deleted by somebody, and stays so");
            }
            for (ObjectNode batch : MlflowRun.batches(run.id(), job)) {
                api.log(batch);
            }
            api.update(MlflowRun.end(run.id(), job));
            return new Answer.Delivered("run " + run.id());
        } catch (MlflowException e) {
            return e.answer();
        }
    }

    private Run run(TrackedJob job) throws MlflowException, InterruptedException {
        String experiment = api.experiment(experimentPrefix + job.model());
        Optional<Run> known = api.find(experiment, MlflowRun.RUN_ID, job.runId().toString());
        return known.isPresent() ? known.get() : api.create(MlflowRun.create(experiment, job));
    }

    @Override
    public void close() {
        api.close();
    }
}
