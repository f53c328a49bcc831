package io.tidemark.retrain.gate;

import io.tidemark.retrain.train.Target;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** What turned out to be true of the holdout's rows: a class each, or a number each. */
sealed interface Truths {

    int rows();

    /**
     * Classes.
     *
     * @param names all classes that occur or that the challenger knows, in their natural order
     * @param truth of each row the place of its class among the names
     * @param positive of two classes the one whose score is looked at, where the spec names it
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared; inside this package only
    record OfClasses(List<String> names, int[] truth, Optional<String> positive) implements Truths {
        @Override
        public int rows() {
            return truth.length;
        }

        /** Whether one of two classes is named: then its score says all. */
        boolean hasPositive() {
            return names.size() == 2 && positive.filter(names::contains).isPresent();
        }

        /** The place of the positive class; of two of which none is named, the last. */
        int positivePlace() {
            return positive.map(names::indexOf).filter(place -> place >= 0).orElse(names.size() - 1);
        }
    }

    /** Numbers. */
    @SuppressWarnings("ArrayRecordComponent") // never compared; inside this package only
    record OfNumbers(double[] truth) implements Truths {
        @Override
        public int rows() {
            return truth.length;
        }
    }

    /**
     * The truths of targets.
     *
     * @param known classes that the challenger knows; none for numbers
     */
    static Truths of(List<Target> targets, List<String> known, Optional<String> positive) {
        if (targets.getFirst() instanceof Target.OfNumber) {
            return new OfNumbers(targets.stream()
                    .mapToDouble(target -> target instanceof Target.OfNumber(double value) ? value : Double.NaN)
                    .toArray());
        }
        SortedSet<String> names = new TreeSet<>(known);
        targets.forEach(target -> names.add(labelOf(target)));
        List<String> sorted = List.copyOf(names);
        return new OfClasses(
                sorted,
                targets.stream()
                        .mapToInt(target -> sorted.indexOf(labelOf(target)))
                        .toArray(),
                positive);
    }

    private static String labelOf(Target target) {
        return switch (target) {
            case Target.OfClass(String label) -> label;
            case Target.OfNumber number -> throw new IllegalArgumentException(number + " is no class");
        };
    }
}
