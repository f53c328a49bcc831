package io.tidemark.standalone.demo;

import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.avro.WindowPerformance;
import io.tidemark.schemas.avro.WindowProfile;
import io.tidemark.standalone.flights.Incident;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the events and the performance that a demo tells. */
final class RecordedOutput implements DemoOutput {
    final List<WindowPerformance> performance = new CopyOnWriteArrayList<>();
    final List<DriftEvent> events = new CopyOnWriteArrayList<>();
    final List<RetrainJob> jobs = new CopyOnWriteArrayList<>();
    final List<ModelVersion> versions = new CopyOnWriteArrayList<>();
    final List<Swap> swaps = new CopyOnWriteArrayList<>();

    /** When, by event time, a version began to answer. */
    record Swap(String version, Instant at) {}

    @Override
    public void step(String what) {}

    @Override
    public void dashboard(String address) {}

    @Override
    public void ready(String bootstrapServers, String registryUrl) {}

    @Override
    public void window(WindowProfile window) {}

    @Override
    public void performance(WindowPerformance window) {
        performance.add(window);
    }

    @Override
    public void event(DriftEvent event) {
        events.add(event);
    }

    @Override
    public void job(RetrainJob job) {
        jobs.add(job);
    }

    @Override
    public void version(ModelVersion version) {
        versions.add(version);
    }

    @Override
    public void swapped(String version, Instant at) {
        swaps.add(new Swap(version, at));
    }

    @Override
    public void incident(Incident incident) {}

    @Override
    public void summary(DemoSummary summary) {}
}
