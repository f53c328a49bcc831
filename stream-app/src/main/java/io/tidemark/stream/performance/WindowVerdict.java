package io.tidemark.stream.performance;

import io.tidemark.profile.decision.Diagnosis;
import io.tidemark.profile.decision.Severity;
import io.tidemark.stream.label.InputsFormat;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How bad a window is.
 *
 * @param bySubject {@code $accuracy} and the other metrics, and {@code $label}, as far as they were judged
 * @param diagnosis what it shows as a whole, its inputs and its labels together; empty where nothing drifted
 */
public record WindowVerdict(Map<String, Severity> bySubject, Optional<Diagnosis> diagnosis) {
    /** The most severe of all; INSUFFICIENT where nothing could be judged. */
    public Severity worst() {
        return bySubject.values().stream().max(Severity::compareTo).orElse(Severity.INSUFFICIENT);
    }

    void writeTo(BinaryOut out) {
        out.writeInt(bySubject.size());
        bySubject.forEach((subject, severity) -> out.writeText(subject).writeText(severity.name()));
        InputsFormat.writeDiagnosis(diagnosis, out);
    }

    static WindowVerdict readFrom(BinaryIn in) {
        Map<String, Severity> severities = new TreeMap<>();
        for (int i = in.readInt(); i > 0; i--) {
            severities.put(in.readText(), Severity.valueOf(in.readText()));
        }
        return new WindowVerdict(severities, InputsFormat.readDiagnosis(in));
    }
}
