package io.tidemark.standalone.backtest;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.stream.control.Monitors;
import io.tidemark.stream.control.PerformanceReference;
import io.tidemark.stream.spec.MonitorSpec;
import java.util.Optional;

/** The one spec and the one baseline of a backtest. One that is learned stands here as it would in the topic of baselines. */
final class BacktestMonitors implements Monitors {
    private final MonitorSpec spec;
    private Optional<Baseline> baseline;

    BacktestMonitors(MonitorSpec spec, Optional<Baseline> baseline) {
        this.spec = spec;
        this.baseline = baseline;
    }

    void learned(Baseline first) {
        baseline = Optional.of(first);
    }

    Optional<Baseline> baseline() {
        return baseline;
    }

    @Override
    public MonitorSpec spec(String model) {
        return spec;
    }

    /** A backtest asks for the models of its file. */
    @Override
    public boolean hasSpec(String model) {
        return true;
    }

    @Override
    public Optional<Baseline> baseline(String model, String version, String segment) {
        return baseline;
    }

    @Override
    public Optional<PerformanceReference> performance(String model, String version, String segment) {
        return baseline.flatMap(known -> known.performance()
                .map(performance -> new PerformanceReference(known.id(), known.learned(), performance)));
    }
}
