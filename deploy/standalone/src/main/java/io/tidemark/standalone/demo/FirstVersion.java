package io.tidemark.standalone.demo;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.retrain.train.Algorithm;
import io.tidemark.retrain.train.ModelTrainer;
import io.tidemark.retrain.train.Target;
import io.tidemark.retrain.train.TrainingRow;
import io.tidemark.retrain.train.TrainingSettings;
import io.tidemark.retrain.train.TrainingTable;
import io.tidemark.retrain.version.NewVersion;
import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.serving.Scored;
import io.tidemark.serving.Scorer;
import io.tidemark.serving.model.ModelArtifact;
import io.tidemark.serving.model.TribuoScorer;
import io.tidemark.serving.version.GoldenPredictions;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.flights.Flight;
import io.tidemark.standalone.flights.FlightModel;
import io.tidemark.standalone.flights.FlightReplay;
import io.tidemark.standalone.flights.FlightScorer;
import io.tidemark.standalone.loop.EventVersionBaselines;
import io.tidemark.standalone.loop.LoopWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;

/** The version that the demo's application begins with: 80 boosted trees over what {@link FlightModel} looks at, published as people publish a model of their own. */
final class FirstVersion {
    private static final int GOLDEN = 5;
    private static final int MAX_CATEGORIES = 50;

    /** Airports say little more of a delay than the delays there before. */
    private static final Set<String> EXCLUDED = Set.of("origin", "destination");

    private final ModelArtifact artifact;
    private final Scorer scorer;

    private FirstVersion(ModelArtifact artifact) {
        this.artifact = artifact;
        this.scorer = TribuoScorer.load(artifact);
    }

    static FirstVersion train(List<Flight> flights) {
        List<TrainingRow> rows = flights.stream()
                .map(flight -> new TrainingRow(
                        FlightReplay.features(flight), new Target.OfClass(FlightModel.label(flight)), flight.time()))
                .toList();
        TrainingSettings settings = new TrainingSettings(
                Algorithm.XGBOOST, new TreeMap<>(Map.of("trees", 80.0, "max_depth", 5.0)), 1, MAX_CATEGORIES, EXCLUDED);
        return new FirstVersion(ModelTrainer.train(new TrainingTable(rows), settings));
    }

    FlightScorer scorer() {
        return flights -> scorer
                .scoreAll(flights.stream().map(FlightReplay::features).toList())
                .stream()
                .mapToDouble(FirstVersion::lateness)
                .toArray();
    }

    private static double lateness(Scored answer) {
        return switch (answer) {
            case Scored.OfClass scored -> scored.scores().getOrDefault(FlightModel.LATE, Double.NaN);
            case Scored.OfNumber(double value) -> value;
        };
    }

    /** Publishes it as the version in production, with its baseline. */
    void publish(Cluster cluster, SchemaRegistry registry, List<Flight> flights, Baseline baseline)
            throws InterruptedException, ExecutionException {
        NewVersion version = NewVersion.brought(
                artifact,
                GoldenPredictions.make(
                        scorer,
                        flights.stream()
                                .limit(GOLDEN)
                                .map(FlightReplay::features)
                                .toList()),
                Optional.of(FlightModel.LATE),
                Optional.of(EventVersionBaselines.of(FlightReplay.MODEL, baseline)));
        try (LoopWriter writer = new LoopWriter(cluster, registry)) {
            writer.publish(FlightReplay.MODEL, version, List.of(), ModelStage.PRODUCTION, "the first one", "demo");
        }
    }
}
