package io.tidemark.load.labels;

import io.tidemark.load.labels.ExactPerformance.Row;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.spec.SpecYaml;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What predictions and labels of one model are written, in which order, and what has to come of them. Equal arguments make equal plans.
 *
 * <p>Records are in the order of their times: a prediction at its event time, a label when it becomes known. Labels in time become known
 * within half the wait, so what has to come of a record does not depend on the order in which partitions are read, as long as none is
 * left behind by the other half.
 */
public final class LabelPlan {
    public static final String MODEL = "churn";
    public static final String VERSION = "7";
    public static final String ALL = "all";
    public static final Duration WINDOW = Duration.ofHours(1);

    static final String YES = "yes";
    static final String NO = "no";

    /** So few that the time decides what is learned from. */
    private static final int LEARN_ROWS = 500;

    private static final Instant START = Instant.parse("2001-01-01T00:00:00Z");
    private static final List<String> REGIONS = List.of("asia", "eu", "us");
    /** All rows, and those of each region. */
    public static final List<String> SEGMENTS = List.of(ALL, "region=asia", "region=eu", "region=us");

    /** So many that every partition has some, which is what moves its time. */
    public static final int CLOSING_ROWS = 64;

    private final LabelShares shares;
    private final LabelTiming timing;
    private final Upset upset;
    private final Duration longestInTime;
    private final Random random;
    private final int rows;
    private final Duration spacing;
    private final List<Row> byRow = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<Step> closing = new ArrayList<>();
    private final Tally tally = new Tally();

    /** One record to be written. */
    public sealed interface Step {
        Instant at();

        /** @param astray whether it is not in the partition of its id */
        record Predict(Instant at, int row, boolean astray) implements Step {}

        /** @param astray whether it is not in the partition of its id */
        record Tell(Instant at, String id, String label, boolean astray) implements Step {}

        record BadPrediction(Instant at) implements Step {}

        record BadLabel(Instant at) implements Step {}
    }

    /** How many records are planned, by what has to become of them. */
    public static final class Tally {
        private long kept;
        private long repeated;
        private long badPredictions;
        private long matched;
        private long duplicate;
        private long corrected;
        private long unmatched;
        private long late;
        private long badLabels;

        public long kept() {
            return kept;
        }

        public long repeated() {
            return repeated;
        }

        public long badPredictions() {
            return badPredictions;
        }

        public long matched() {
            return matched;
        }

        public long duplicate() {
            return duplicate;
        }

        public long corrected() {
            return corrected;
        }

        public long unmatched() {
            return unmatched;
        }

        public long late() {
            return late;
        }

        public long badLabels() {
            return badLabels;
        }

        public long predictions() {
            return kept + repeated + badPredictions;
        }

        public long labels() {
            return matched + duplicate + corrected + unmatched + late + badLabels;
        }
    }

    /** @param rows predictions, spread evenly over windows of {@code rowsPerWindow} */
    public LabelPlan(long seed, int rows, int rowsPerWindow, LabelShares shares, LabelTiming timing, Upset upset) {
        this.shares = shares;
        this.timing = timing;
        this.upset = upset;
        this.longestInTime = timing.waitFor().dividedBy(2);
        this.random = new Random(seed);
        this.rows = rows;
        this.spacing = WINDOW.dividedBy(rowsPerWindow);
        for (int row = 0; row < rows; row++) {
            plan(row);
        }
        steps.sort(Comparator.comparing(Step::at));
        planClosing();
    }

    /** What the model's labels are asked for with. */
    public MonitorSpec spec() {
        return SpecYaml.read(String.join(
                "\n",
                "model: " + MODEL,
                "window: " + WINDOW.toHours() + "h",
                "segments: {by: [region]}",
                "learnRows: " + LEARN_ROWS,
                "learnFor: " + timing.learnFor().toHours() + "h",
                "labels: {wait: " + timing.waitFor().toHours() + "h, positive: '" + YES + "'}"));
    }

    private void plan(int number) {
        Instant time = START.plus(spacing.multipliedBy(number));
        double score = 0.001 + 0.998 * random.nextDouble();
        Row row = new Row(number, windowOf(time), time, regionOf(number), score);
        byRow.add(row);
        planLabel(row);
        boolean astray = comesUp(shares.astray());
        steps.add(new Step.Predict(time, number, astray));
        tally.kept++;
        if (comesUp(shares.repeated())) {
            steps.add(new Step.Predict(time.plus(upTo(Duration.ofHours(1))), number, astray));
            tally.repeated++;
        }
        if (comesUp(shares.unknown())) {
            Instant knownAt = time.plus(upTo(longestInTime));
            steps.add(new Step.Tell(knownAt, "nobody-" + number, YES, comesUp(shares.astray())));
            tally.unmatched++;
        }
        if (comesUp(shares.undecodable())) {
            steps.add(new Step.BadLabel(time));
            steps.add(new Step.BadPrediction(time));
            tally.badLabels++;
            tally.badPredictions++;
        }
    }

    private void planLabel(Row row) {
        boolean wrong = upset.holdsAt(row.time) && comesUp(upset.share());
        double meaning = wrong ? 1 - row.score : row.score;
        String label = random.nextDouble() < Math.sqrt(meaning) ? YES : NO;
        double kind = random.nextDouble();
        if (kind < shares.never()) {
            return;
        }
        if (kind < shares.never() + shares.late()) {
            Instant tooLate =
                    row.window.plus(WINDOW).plus(timing.waitFor()).plusMillis(1).plus(upTo(WINDOW));
            steps.add(new Step.Tell(tooLate, row.id(), label, comesUp(shares.astray())));
            tally.late++;
            return;
        }
        boolean astray = comesUp(shares.astray());
        Instant knownAt = comesUp(shares.early())
                ? row.time.minus(upTo(Duration.ofMinutes(30))).minusMillis(1)
                : row.time.plus(upTo(longestInTime.minusHours(1)));
        steps.add(new Step.Tell(knownAt, row.id(), label, astray));
        tally.matched++;
        row.truth = label;
        planMore(row, knownAt, astray);
    }

    /** The same label may come again, or another one in its place. */
    private void planMore(Row row, Instant knownAt, boolean astray) {
        Instant later = knownAt.plusMillis(1).plus(upTo(Duration.ofHours(1)));
        double more = random.nextDouble();
        if (more < shares.duplicated()) {
            steps.add(new Step.Tell(random.nextBoolean() ? knownAt : later, row.id(), row.truth, astray));
            tally.duplicate++;
        } else if (more < shares.duplicated() + shares.corrected()) {
            row.truth = row.truth.equals(YES) ? NO : YES;
            row.corrected = true;
            steps.add(new Step.Tell(later, row.id(), row.truth, astray));
            tally.corrected++;
        }
    }

    /** The labels that are late for the last windows, and predictions and labels of a window so much later that all before are final. */
    private void planClosing() {
        Instant end = windowOf(byRow.getLast().time).plus(WINDOW);
        Instant noneInTime = end.plus(longestInTime);
        steps.stream().filter(step -> step.at().isAfter(noneInTime)).forEach(closing::add);
        steps.removeAll(Set.copyOf(closing));
        Instant later = end.plus(timing.waitFor().multipliedBy(2));
        List<Step> last = new ArrayList<>();
        for (int row = rows; row < rows + CLOSING_ROWS; row++) {
            Row planned = new Row(row, windowOf(later), later, regionOf(row), 0.5);
            byRow.add(planned);
            closing.add(new Step.Predict(later, row, false));
            last.add(new Step.Tell(later, planned.id(), YES, false));
            planned.truth = YES;
            tally.kept++;
            tally.matched++;
        }
        closing.addAll(last);
    }

    /** Where a window begins. */
    public static Instant startOf(int window) {
        return START.plus(WINDOW.multipliedBy(window));
    }

    private static Instant windowOf(Instant time) {
        long windowMs = WINDOW.toMillis();
        return Instant.ofEpochMilli(Math.floorDiv(time.toEpochMilli(), windowMs) * windowMs);
    }

    private static String regionOf(int row) {
        return REGIONS.get(row % REGIONS.size());
    }

    private boolean comesUp(double share) {
        return random.nextDouble() < share;
    }

    private Duration upTo(Duration longest) {
        return Duration.ofMillis(random.nextLong(longest.toMillis()));
    }

    public LabelTiming timing() {
        return timing;
    }

    public Upset upset() {
        return upset;
    }

    /** How many of the {@link #steps} are before a time. */
    public int stepsBefore(Instant time) {
        return Math.toIntExact(
                steps.stream().takeWhile(step -> step.at().isBefore(time)).count());
    }

    /** All records but the {@link #closing} ones. */
    public List<Step> steps() {
        return Collections.unmodifiableList(steps);
    }

    /** To be written when all others have been taken in: they end the wait. */
    public List<Step> closing() {
        return Collections.unmodifiableList(closing);
    }

    /** What has to become of all records, the closing ones included. */
    public Tally tally() {
        return tally;
    }

    Row row(int row) {
        return byRow.get(row);
    }

    /** All but the closing ones. */
    List<Row> rows() {
        return Collections.unmodifiableList(byRow.subList(0, rows));
    }

    /** The label that has to hold in the end, of every id that is matched. */
    public Map<String, String> labels() {
        return byRow.stream().filter(row -> !row.truth.isEmpty()).collect(Collectors.toMap(Row::id, row -> row.truth));
    }

    /** The ids that a label comes for and later another one. */
    public Set<String> corrected() {
        return byRow.stream().filter(row -> row.corrected).map(Row::id).collect(Collectors.toSet());
    }

    /** How well the rows of the first windows were predicted, together. */
    public ExactPerformance first(int windows, String segment) {
        return ExactPerformance.of(
                rows().stream()
                        .filter(row -> row.window.isBefore(startOf(windows)) && row.isOf(segment))
                        .toList(),
                Set.of());
    }

    /**
     * What has to be known of each window that is final in the end, by begin and segment.
     *
     * @param corrected the ids that a label was taken back of. Where both labels are read before the prediction there is none, and the
     *     monitor may choose what it reads first
     */
    public SortedMap<WindowName, ExactPerformance> performance(Set<String> corrected) {
        Map<WindowName, List<Row>> byWindow = new TreeMap<>();
        rows().forEach(row -> SEGMENTS.stream()
                .filter(row::isOf)
                .forEach(
                        segment -> byWindow.computeIfAbsent(new WindowName(row.window, segment), _ -> new ArrayList<>())
                                .add(row)));
        SortedMap<WindowName, ExactPerformance> exact = new TreeMap<>();
        byWindow.forEach((name, windowRows) -> exact.put(name, ExactPerformance.of(windowRows, corrected)));
        return exact;
    }
}
