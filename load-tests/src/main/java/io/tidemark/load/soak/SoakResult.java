package io.tidemark.load.soak;

import io.tidemark.load.ledger.LedgerBalance;
import io.tidemark.load.soak.MemoryBound.Point;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What came of a soak.
 *
 * @param lasted from the beginning of the load until its end
 * @param rows that were written
 * @param faults in the order in which they struck
 * @param published what was found in the topics, in words
 * @param tellsResident whether the system says how much of a process is in memory; where it does not, that is not judged
 */
record SoakResult(
        SoakSettings settings,
        Duration lasted,
        long rows,
        List<FaultReport> faults,
        List<Sample> samples,
        LedgerBalance ledger,
        String published,
        boolean tellsResident) {
    SoakResult {
        faults = List.copyOf(faults);
        samples = List.copyOf(samples);
    }

    boolean held() {
        return verdicts().stream().allMatch(Verdict::held);
    }

    List<Verdict> verdicts() {
        List<Verdict> verdicts = new ArrayList<>();
        verdicts.add(new Verdict(
                "ledger",
                ledger.isExact(),
                "%,d rows written, %d lost, %d double, %d differences"
                        .formatted(
                                rows,
                                ledger.lost(),
                                ledger.surplus(),
                                ledger.differences().size())));
        verdicts.add(settings.lagBound().judge(faults));
        verdicts.addAll(memory(FaultInjector.STEADY, settings.residentBound(), settings.heapBound()));
        // One that is ended again and again warms up again and again: of it only the limit says something.
        verdicts.addAll(memory(
                FaultInjector.OTHER,
                settings.residentBound().withoutTrend(),
                settings.heapBound().withoutTrend()));
        return verdicts;
    }

    private List<Verdict> memory(String monitor, MemoryBound resident, MemoryBound heap) {
        Verdict live = memory("live heap", monitor, Sample::heapBytes, heap);
        return tellsResident
                ? List.of(memory("resident memory", monitor, Sample::residentBytes, resident), live)
                : List.of(live);
    }

    private Verdict memory(String what, String monitor, Function<Sample, OptionalLong> bytes, MemoryBound bound) {
        List<Point> points = of(monitor)
                .filter(sample -> bytes.apply(sample).isPresent())
                .map(sample -> new Point(sample.at(), bytes.apply(sample).orElseThrow()))
                .toList();
        return bound.judge(what + " of " + monitor, lasted, points);
    }

    private Stream<Sample> of(String monitor) {
        return samples.stream().filter(sample -> sample.monitor().equals(monitor));
    }

    /** The most that a monitor's state directory had. */
    long mostStateBytes(String monitor) {
        return of(monitor).mapToLong(Sample::stateBytes).max().orElse(0);
    }

    long mostLag() {
        return samples.stream()
                .flatMapToLong(sample -> sample.lag().stream())
                .max()
                .orElse(0);
    }
}
