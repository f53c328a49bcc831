package io.tidemark.stream.label;

import io.tidemark.profile.compare.Statistic;
import io.tidemark.profile.decision.Cause;
import io.tidemark.profile.decision.Diagnosis;
import io.tidemark.profile.decision.InputsVerdict;
import io.tidemark.profile.decision.Severity;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was found of a window's inputs, and diagnoses, as parts of messages and state. */
public final class InputsFormat {
    private InputsFormat() {}

    public static void write(InputsVerdict verdict, BinaryOut out) {
        out.writeBoolean(verdict.featuresJudged()).writeText(verdict.severity().name());
        writeDiagnosis(verdict.diagnosis(), out);
    }

    public static InputsVerdict read(BinaryIn in) {
        return new InputsVerdict(in.readBoolean(), Severity.valueOf(in.readText()), readDiagnosis(in));
    }

    public static void writeDiagnosis(Optional<Diagnosis> found, BinaryOut out) {
        out.writeBoolean(found.isPresent());
        found.ifPresent(diagnosis -> {
            out.writeText(diagnosis.type().name()).writeInt(diagnosis.causes().size());
            diagnosis
                    .causes()
                    .forEach(cause -> out.writeText(cause.subject())
                            .writeText(cause.severity().name())
                            .writeText(cause.statistic().name())
                            .writeDouble(cause.timesThreshold()));
            out.writeInt(diagnosis.moreCauses())
                    .writeText(diagnosis.worstSegment().orElse(""));
        });
    }

    public static Optional<Diagnosis> readDiagnosis(BinaryIn in) {
        if (!in.readBoolean()) {
            return Optional.empty();
        }
        Diagnosis.Type type = Diagnosis.Type.valueOf(in.readText());
        List<Cause> causes = new ArrayList<>();
        for (int count = in.readInt(); count > 0; count--) {
            causes.add(new Cause(
                    in.readText(), Severity.valueOf(in.readText()), Statistic.valueOf(in.readText()), in.readDouble()));
        }
        int more = in.readInt();
        String worst = in.readText();
        return Optional.of(new Diagnosis(type, causes, more, worst.isEmpty() ? Optional.empty() : Optional.of(worst)));
    }
}
