package io.tidemark.load.scorecard.stream;

import io.tidemark.stream.event.EventBuffer;
import java.util.random.RandomGenerator;

/** How the affected features' values differ from the baseline's. All other features stay as they are. */
sealed interface Change {

    /** The 99.9th percentile of the standard normal distribution. */
    double NORMAL_P999 = 3.090232306167813;

    /**
     * Adds an affected feature's value to {@code event}.
     *
     * @param elapsed windows since the onset
     */
    void add(EventBuffer event, int nameId, Shape shape, RandomGenerator random, double elapsed);

    /** No drift. */
    record None() implements Change {
        @Override
        public void add(EventBuffer event, int nameId, Shape shape, RandomGenerator random, double elapsed) {
            RowSource.addValue(event, nameId, shape, random);
        }
    }

    /** Every number is {@code factor · value + shift}. */
    record Affine(double factor, double shift) implements Change {
        @Override
        public void add(EventBuffer event, int nameId, Shape shape, RandomGenerator random, double elapsed) {
            event.addNumber(nameId, factor * shape.number(random) + shift);
        }
    }

    /** The shift grows steadily from 0 to {@code shift} over {@code windows}, and stays. */
    record Gradual(double shift, int windows) implements Change {
        @Override
        public void add(EventBuffer event, int nameId, Shape shape, RandomGenerator random, double elapsed) {
            event.addNumber(nameId, shape.number(random) + shift * Math.min(1, elapsed / windows));
        }
    }

    /** A share of the normal values moves beyond the 99.9th percentile: there, plus an exponential of mean half a σ. */
    record Tail(double share) implements Change {
        @Override
        public void add(EventBuffer event, int nameId, Shape shape, RandomGenerator random, double elapsed) {
            double value = shape.number(random);
            event.addNumber(nameId, random.nextDouble() < share ? NORMAL_P999 + random.nextExponential() / 2 : value);
        }
    }

    /** Two categories, given by rank, exchange their shares. */
    record Swap(int first, int second) implements Change {
        @Override
        public void add(EventBuffer event, int nameId, Shape shape, RandomGenerator random, double elapsed) {
            int rank = Shape.category(random) + 1;
            int swapped = rank == first ? second : rank == second ? first : rank;
            event.addText(nameId, Shape.categoryName(swapped - 1));
        }
    }

    /** A share of the values becomes one category that the baseline never had. */
    record NewCategory(double share) implements Change {
        @Override
        public void add(EventBuffer event, int nameId, Shape shape, RandomGenerator random, double elapsed) {
            int index = Shape.category(random);
            event.addText(nameId, random.nextDouble() < share ? "new" : Shape.categoryName(index));
        }
    }

    /** A share of the values is null. */
    record Missing(double share) implements Change {
        @Override
        public void add(EventBuffer event, int nameId, Shape shape, RandomGenerator random, double elapsed) {
            if (random.nextDouble() < share) {
                event.addNull(nameId);
            } else {
                RowSource.addValue(event, nameId, shape, random);
            }
        }
    }

    /** The second feature depends on the first, each standard normal as before. Affects both. */
    record Correlation(double coefficient) implements Change {
        @Override
        public void add(EventBuffer event, int nameId, Shape shape, RandomGenerator random, double elapsed) {
            double own = shape.number(random);
            boolean first = event.size() == 0;
            event.addNumber(
                    nameId,
                    first ? own : coefficient * event.number(0) + Math.sqrt(1 - coefficient * coefficient) * own);
        }
    }
}
