package io.tidemark.load.scorecard.stream;

import io.tidemark.stream.spec.MonitorSpec;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * A stream without drift.
 *
 * @param segmented whether its rows come from ten tenants in turn that are monitored apart
 */
public record StreamKind(Family family, boolean segmented) implements Serializable {

    public String label() {
        return family.label() + (segmented ? ", ten segments" : "");
    }

    /** The default spec; without grace, as rows come in order of time. */
    public MonitorSpec spec(String model) {
        MonitorSpec spec = MonitorSpec.defaults(model).withTimes(Duration.ofHours(1), Duration.ZERO);
        return segmented
                ? spec.with(new MonitorSpec.Segments(List.of(RowSource.TAG), MonitorSpec.Segments.DEFAULT.max()))
                : spec;
    }
}
