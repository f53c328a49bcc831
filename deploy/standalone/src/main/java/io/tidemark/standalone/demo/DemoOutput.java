package io.tidemark.standalone.demo;

import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.avro.WindowPerformance;
import io.tidemark.schemas.avro.WindowProfile;
import io.tidemark.standalone.flights.Incident;
import java.time.Instant;

/** What the demo has to say, for a person or for a program. Called from several threads, so implementations are safe for that. */
public interface DemoOutput {

    /** A step of the preparation has begun. */
    void step(String what);

    /** The cluster and registry can be used by other clients from now on. */
    void ready(String bootstrapServers, String registryUrl);

    /** The dashboard can be looked at there. */
    void dashboard(String address);

    /** The monitor has judged a window. */
    void window(WindowProfile window);

    /** The monitor has judged how well the model predicted in a window. Called once for each, in the order of time, when its labels are there. */
    void performance(WindowPerformance window);

    /** The monitor has published a drift event. */
    void event(DriftEvent event);

    /** A retrain job has come to a state. */
    void job(RetrainJob job);

    /** A version has come to a stage. */
    void version(ModelVersion version);

    /**
     * The running application has swapped to another version.
     *
     * @param at event time of the first flight that it answers
     */
    void swapped(String version, Instant at);

    /** The replay has come to the incident. */
    void incident(Incident incident);

    /** All windows are judged. */
    void summary(DemoSummary summary);
}
