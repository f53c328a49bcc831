package io.tidemark.stream.performance;

import io.tidemark.profile.decision.Severity;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import java.util.Map;
import java.util.TreeMap;

/**
 * How bad a window is, by subject: {@code $accuracy} and the other metrics, and {@code $label}.
 *
 * @param bySubject those that were judged
 */
public record WindowVerdict(Map<String, Severity> bySubject) {
    /** The most severe of all; INSUFFICIENT where nothing could be judged. */
    public Severity worst() {
        return bySubject.values().stream().max(Severity::compareTo).orElse(Severity.INSUFFICIENT);
    }

    void writeTo(BinaryOut out) {
        out.writeInt(bySubject.size());
        bySubject.forEach((subject, severity) -> out.writeText(subject).writeText(severity.name()));
    }

    static WindowVerdict readFrom(BinaryIn in) {
        Map<String, Severity> severities = new TreeMap<>();
        for (int i = in.readInt(); i > 0; i--) {
            severities.put(in.readText(), Severity.valueOf(in.readText()));
        }
        return new WindowVerdict(severities);
    }
}
