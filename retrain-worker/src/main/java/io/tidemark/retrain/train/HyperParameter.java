package io.tidemark.retrain.train;

/**
 * One setting of a trainer.
 *
 * @param name as it is written in settings
 * @param standard what holds where nothing is set
 * @param min the least value
 * @param max the greatest value
 * @param whole whether only whole numbers make sense
 * @param doc what it does
 */
public record HyperParameter(String name, double standard, double min, double max, boolean whole, String doc) {

    static HyperParameter whole(String name, int standard, int min, int max, String doc) {
        return new HyperParameter(name, standard, min, max, true, doc);
    }

    static HyperParameter number(String name, double standard, double min, double max, String doc) {
        return new HyperParameter(name, standard, min, max, false, doc);
    }

    double check(double value, Algorithm algorithm) {
        // So written, NaN fails too.
        if (!(value >= min && value <= max) || (whole && value != Math.rint(value))) {
            throw new TrainingException("hyper-parameter " + name + " of " + algorithm + " is " + text(value)
                    + ", it has to be a " + (whole ? "whole " : "") + "number from " + text(min) + " to " + text(max));
        }
        return value;
    }

    /** Whole numbers without a decimal point, others in full. */
    String text(double value) {
        return whole && value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
