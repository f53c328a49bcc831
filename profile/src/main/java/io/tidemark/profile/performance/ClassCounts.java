package io.tidemark.profile.performance;

import io.tidemark.profile.format.DocumentReader;
import io.tidemark.profile.format.DocumentWriter;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many rows of which true class were answered with which class.
 *
 * <p>Up to {@value #MOST_PAIRS} pairs of true and predicted class are kept. Where there are more, as where something like an id is
 * taken for a class, all of them are given up for good, and only how many rows there are and how many are right is known: these two
 * are always exact. So what is kept follows from the rows alone, but where labels that were corrected later are what was too much.
 */
final class ClassCounts {
    static final int MOST_PAIRS = 20_000;

    private long rows;
    private long right;
    private boolean givenUp;
    private int pairs;
    private final Map<String, Map<String, Long>> byTruth = new TreeMap<>();

    void add(String truth, String predicted) {
        change(truth, predicted, 1);
    }

    /** Takes away a row that was added. */
    void subtract(String truth, String predicted) {
        if (!givenUp && !byTruth.getOrDefault(truth, Map.of()).containsKey(predicted)) {
            throw new IllegalArgumentException(
                    "no row of class '" + truth + "' that was predicted as '" + predicted + "' has been counted");
        }
        change(truth, predicted, -1);
    }

    private void change(String truth, String predicted, long by) {
        rows += by;
        right += truth.equals(predicted) ? by : 0;
        if (!givenUp) {
            count(truth, predicted, by);
        }
    }

    private void count(String truth, String predicted, long by) {
        Map<String, Long> ofTruth = byTruth.computeIfAbsent(truth, _ -> new TreeMap<>());
        Long before = ofTruth.get(predicted);
        long after = (before == null ? 0 : before) + by;
        if (after == 0) {
            ofTruth.remove(predicted);
            pairs--;
        } else {
            ofTruth.put(predicted, after);
            pairs += before == null ? 1 : 0;
        }
        if (ofTruth.isEmpty()) {
            byTruth.remove(truth);
        }
        if (pairs > MOST_PAIRS) {
            giveUp();
        }
    }

    private void giveUp() {
        givenUp = true;
        byTruth.clear();
        pairs = 0;
    }

    void merge(ClassCounts other) {
        rows += other.rows;
        right += other.right;
        if (other.givenUp) {
            giveUp();
        }
        for (Map.Entry<String, Map<String, Long>> ofTruth : other.byTruth.entrySet()) {
            for (Map.Entry<String, Long> pair : ofTruth.getValue().entrySet()) {
                if (!givenUp) {
                    count(ofTruth.getKey(), pair.getKey(), pair.getValue());
                }
            }
        }
    }

    ClassCounts copy() {
        ClassCounts copy = new ClassCounts();
        copy.merge(this);
        return copy;
    }

    long rows() {
        return rows;
    }

    long right() {
        return right;
    }

    /** Truth → predicted → rows, in the order of names; empty where the pairs were given up. */
    Map<String, Map<String, Long>> byTruth() {
        return Collections.unmodifiableMap(byTruth);
    }

    void writeTo(DocumentWriter out) {
        out.writeCount(rows).writeCount(right).writeBoolean(givenUp).writeCount(byTruth.size());
        byTruth.forEach((truth, answers) -> {
            out.writeText(truth).writeCount(answers.size());
            answers.forEach((predicted, count) -> out.writeText(predicted).writeCount(count));
        });
    }

    static ClassCounts readFrom(DocumentReader in) {
        ClassCounts read = new ClassCounts();
        read.rows = in.readCount();
        read.right = in.readCount();
        read.givenUp = in.readBoolean();
        long left = read.rows;
        long leftRight = read.right;
        String lastTruth = null;
        for (int truths = in.readLength(5); truths > 0; truths--) {
            String truth = in.readText();
            String lastPredicted = null;
            for (int answers = in.readLength(2); answers > 0; answers--) {
                String predicted = in.readText();
                long count = in.readCount();
                if ((lastPredicted != null && predicted.compareTo(lastPredicted) <= 0) || count == 0 || count > left) {
                    throw in.fail("the classes don't ascend, or don't hold the rows");
                }
                left -= count;
                leftRight -= truth.equals(predicted) ? count : 0;
                read.count(truth, predicted, count);
                lastPredicted = predicted;
            }
            if (lastPredicted == null || (lastTruth != null && truth.compareTo(lastTruth) <= 0)) {
                throw in.fail("the classes don't ascend, or one has no rows");
            }
            lastTruth = truth;
        }
        boolean holdsAll = read.givenUp ? read.pairs == 0 && read.right <= read.rows : left == 0 && leftRight == 0;
        if (!holdsAll) {
            throw in.fail("the classes don't hold the " + read.rows + " rows of which " + read.right + " are right");
        }
        return read;
    }
}
