package io.tidemark.retrain.policy;

import io.tidemark.schemas.avro.JobState;
import io.tidemark.schemas.avro.JobStep;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.avro.RetrainSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A worker without Kafka: writes what the policy wants written. */
final class PolicyWorld {
    final ModelPolicy policy = new ModelPolicy("w");
    final Map<String, RetrainJob> jobs = new LinkedHashMap<>();
    final List<ModelVersion> versions = new ArrayList<>();
    OpenEpisodes episodes = new OpenEpisodes();
    final LabelVolume labels = new LabelVolume();
    private final @Nullable RetrainSpec spec;

    PolicyWorld(RetrainSpec.@Nullable Builder spec) {
        this.spec = spec == null ? null : spec.build();
    }

    ModelLoopState state() {
        return Records.state(spec, jobs, versions, episodes, labels);
    }

    /** Asks until there is nothing more to do, and says what was done. */
    List<PolicyAction> settle(Instant now) {
        List<PolicyAction> done = new ArrayList<>();
        for (int round = 0; round < 10; round++) {
            List<PolicyAction> actions = policy.decide(state(), now);
            if (actions.isEmpty()) {
                return done;
            }
            actions.forEach(action -> write(action, now));
            done.addAll(actions);
        }
        throw new AssertionError("the policy never comes to rest: " + done);
    }

    private void write(PolicyAction action, Instant now) {
        RetrainJob job = action.job();
        if (action instanceof PolicyAction.Begin) {
            List<JobStep> steps = new ArrayList<>(job.getSteps());
            steps.add(new JobStep(JobState.COLLECTING, now, "w", ""));
            job = Records.with(Records.with(job, "state", JobState.COLLECTING), "steps", steps);
        }
        add(job);
    }

    RetrainJob job(String id) {
        return Objects.requireNonNull(jobs.get(id), id);
    }

    void add(RetrainJob job) {
        jobs.put(job.getJobId(), job);
    }

    void end(String id, JobState state, Instant at) {
        RetrainJob job = job(id);
        List<JobStep> steps = new ArrayList<>(job.getSteps());
        steps.add(new JobStep(state, at, "w", ""));
        add(Records.with(Records.with(job, "state", state), "steps", steps));
    }

    void publish(String id, String version, Instant at) {
        end(id, JobState.PUBLISHED, at);
        add(Records.with(job(id), "version", version));
    }

    RetrainJob onlyJob() {
        if (jobs.size() != 1) {
            throw new AssertionError("not one job: " + jobs.keySet());
        }
        return jobs.values().iterator().next();
    }

    RetrainJob running() {
        return of(Jobs::isRunning);
    }

    RetrainJob waiting() {
        return of(Jobs::isWaiting);
    }

    private RetrainJob of(Predicate<RetrainJob> state) {
        return jobs.values().stream().filter(state).findFirst().orElseThrow();
    }
}
