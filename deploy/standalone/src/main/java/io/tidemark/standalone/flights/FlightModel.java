package io.tidemark.standalone.flights;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.xgboost.XGBoostClassificationTrainer;
import org.tribuo.common.xgboost.XGBoostTrainer.BoosterType;
import org.tribuo.common.xgboost.XGBoostTrainer.LoggingVerbosity;
import org.tribuo.common.xgboost.XGBoostTrainer.TreeMethod;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * Predicts from what is known at departure whether a flight will be more than 15 minutes late: 80 gradient-boosted trees
 * on hour, day of week, distance, and the recent traffic and delays at the origin and in the whole network.
 *
 * <p>A missing value stays missing; the trees learn which way to send it. The same flights give the same model: the seed
 * is fixed and one thread trains. Safe for scoring by several threads.
 */
public final class FlightModel implements FlightScorer {

    /** What the model answers for a flight that it expects to be late, and what ground truth calls it. */
    public static final String LATE = "late";

    public static final String ON_TIME = "on-time";

    private static final int TREES = 80;
    private static final double LEARNING_RATE = 0.1;
    private static final int DEPTH = 5;
    private static final long SEED = 2001;
    private static final LabelFactory LABELS = new LabelFactory();

    private final Model<Label> model;

    private FlightModel(Model<Label> model) {
        this.model = model;
    }

    /** Trains on these flights; a month takes a second or two. */
    public static FlightModel train(List<Flight> flights) {
        // Tribuo says on java.util.logging what its provenance says better.
        Logger.getLogger("org.tribuo").setLevel(Level.WARNING);
        MutableDataset<Label> data = new MutableDataset<>(
                new SimpleDataSourceProvenance("US domestic flights, 2001, " + flights.size() + " rows", LABELS),
                LABELS);
        for (Flight flight : flights) {
            data.add(example(flight, new Label(label(flight))));
        }
        return new FlightModel(trainer().train(data));
    }

    private static XGBoostClassificationTrainer trainer() {
        return new XGBoostClassificationTrainer(
                BoosterType.GBTREE,
                TreeMethod.HIST,
                TREES,
                LEARNING_RATE,
                0.0,
                DEPTH,
                1.0,
                1.0,
                1.0,
                1.0,
                0.0,
                1,
                LoggingVerbosity.SILENT,
                SEED);
    }

    /** What the flight turned out to be. */
    public static String label(Flight flight) {
        return flight.late() ? LATE : ON_TIME;
    }

    /** Much faster for many at once than one by one. */
    @Override
    public double[] scores(List<Flight> flights) {
        if (flights.isEmpty()) {
            return new double[0];
        }
        List<Example<Label>> examples = new ArrayList<>(flights.size());
        for (Flight flight : flights) {
            examples.add(example(flight, LabelFactory.UNKNOWN_LABEL));
        }
        List<Prediction<Label>> predictions = model.predict(examples);
        double[] scores = new double[flights.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = Objects.requireNonNull(
                            predictions.get(i).getOutputScores().get(LATE))
                    .getScore();
        }
        return scores;
    }

    private static Example<Label> example(Flight flight, Label label) {
        ArrayExample<Label> example = new ArrayExample<>(label);
        example.add("hour", flight.hour());
        example.add("day_of_week", flight.dayOfWeek());
        example.add("distance", flight.distance());
        example.add("origin_flights", flight.originFlights());
        addIfKnown(example, "origin_delay", flight.originDelay());
        addIfKnown(example, "network_delay", flight.networkDelay());
        return example;
    }

    private static void addIfKnown(ArrayExample<Label> example, String name, OptionalDouble value) {
        value.ifPresent(known -> example.add(name, known));
    }
}
