package io.tidemark.load.ledger;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Another plan's rows out of order and some of them twice. They move by less than the grace, across ends of windows too.
 *
 * @param partitions how many still have rows after the first window
 */
public record UnorderedPlan(RowPlan inOrder, int partitions) {
    /** 24 s of event time. */
    private static final int BLOCK = 40;

    private static final int TWICE_EVERY = 50;
    private static final List<Integer> SHUFFLED = shuffled();

    private static List<Integer> shuffled() {
        List<Integer> places = IntStream.range(0, BLOCK).boxed().collect(Collectors.toList());
        Collections.shuffle(places, new Random(3));
        return List.copyOf(places);
    }

    public PlannedRow row(long number) {
        // The first rows of the partitions set their time, and the ends of windows lie within blocks.
        if (number < 2 * BLOCK) {
            return inOrder.row(number);
        }
        // The second time it is the row before once more.
        long first = number % TWICE_EVERY == TWICE_EVERY - 1 ? number - 1 : number;
        long place = first + BLOCK / 2;
        PlannedRow row = inOrder.row(place - place % BLOCK + SHUFFLED.get((int) (place % BLOCK)) - BLOCK / 2);
        int partition = number < RowPlan.ROWS_PER_WINDOW ? row.partition() : (int) (row.number() % partitions);
        return new PlannedRow(row.number(), partition, row.fate(), row.time());
    }
}
