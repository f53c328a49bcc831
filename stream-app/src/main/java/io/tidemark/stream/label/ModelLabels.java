package io.tidemark.stream.label;

import io.tidemark.profile.performance.Answer;
import io.tidemark.profile.performance.Truth;
import io.tidemark.stream.event.LoggedPrediction;
import io.tidemark.stream.label.Label.State;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.window.Segments;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Joins the predictions and labels of one model in one partition. */
final class ModelLabels {
    private final String model;
    private final LabelLimits limits;
    private final JoinEntries entries;
    private final JoinLedger ledger;
    private final LabelWindows windows;
    private final LabelJoin.Output out;

    ModelLabels(
            String model,
            LabelLimits limits,
            JoinEntries entries,
            JoinLedger ledger,
            LabelWindows windows,
            LabelJoin.Output out) {
        this.model = model;
        this.limits = limits;
        this.entries = entries;
        this.ledger = ledger;
        this.windows = windows;
        this.out = out;
    }

    LabelWindows windows() {
        return windows;
    }

    PredictionOutcome keep(String id, String version, LoggedPrediction prediction, Answer answer, MonitorSpec spec) {
        LabelPane pane = windows.paneFor(prediction.eventTimeMs(), spec);
        if (pane == null) {
            return PredictionOutcome.LATE;
        }
        if (!pane.hasRoomFor(version, limits.maxVersions())) {
            return PredictionOutcome.TOO_MANY_VERSIONS;
        }
        List<KeptPrediction> others = entries.predictions(id);
        if (others.stream().anyMatch(other -> other.version().equals(version))) {
            return PredictionOutcome.DUPLICATE;
        }
        KeptPrediction kept = new KeptPrediction(
                version,
                pane.startMs,
                pane.endMs,
                answer,
                pane.segmentsOf(prediction.tags(), limits.maxNameLength()),
                prediction.example());
        List<KeptPrediction> versions = new ArrayList<>(others);
        versions.add(kept);
        entries.put(id, versions);
        windowsOf(kept, pane).forEach(window -> window.predicted(answer, prediction.latencyMicros()));
        if (windows.hasWaiting() || !others.isEmpty()) {
            labelOf(id, spec).ifPresent(label -> takeLabel(label, id, kept, pane, spec));
        }
        return PredictionOutcome.KEPT;
    }

    /** The prediction comes after its label, or after another version's prediction that has the same. */
    private void takeLabel(Label label, String id, KeptPrediction kept, LabelPane pane, MonitorSpec spec) {
        Optional<Truth> truth = label.truthOf(kept.answer());
        boolean inTime = windows.isInTime(label, kept.endMs(), spec);
        if (truth.isPresent() && inTime) {
            match(id, kept, pane, truth.get(), label, spec);
        }
        if (label.isWaiting()) {
            LabelOutcome outcome =
                    truth.isEmpty() ? LabelOutcome.UNFIT : inTime ? LabelOutcome.MATCHED : LabelOutcome.LATE;
            windows.waitsNoMore(label);
            ledger.settle(outcome, 1);
            entries.put(id, label.as(outcome == LabelOutcome.MATCHED ? State.MATCHED : State.VOID));
            if (outcome != LabelOutcome.MATCHED) {
                out.refused(label.toTruth(model, id), outcome, label.record());
            }
        }
    }

    /** @param record what {@link LabelJoin.Output#refused} is to be given if the label waits in vain for a prediction that takes it */
    LabelOutcome label(String id, Label label, Supplier<byte[]> record, MonitorSpec spec) {
        return labelOf(id, spec)
                .map(known -> again(id, label, record, known, spec))
                .orElseGet(() -> first(id, label, record, spec));
    }

    /** The label of an id, unless it counts as not there. */
    private Optional<Label> labelOf(String id, MonitorSpec spec) {
        return entries.label(id).filter(label -> switch (label.state()) {
            case MATCHED -> true;
            case WAITING -> !windows.isGivenUp(label, spec);
            case VOID -> false;
        });
    }

    private LabelOutcome first(String id, Label label, Supplier<byte[]> record, MonitorSpec spec) {
        List<KeptPrediction> predictions = entries.predictions(id);
        if (predictions.isEmpty()) {
            if (windows.isGivenUp(label, spec)) {
                return LabelOutcome.UNMATCHED;
            }
            entries.put(id, label.waitingWith(record.get()));
            windows.waits(label);
            return LabelOutcome.WAITING;
        }
        LabelOutcome outcome = LabelOutcome.UNFIT;
        for (KeptPrediction prediction : predictions) {
            Optional<Truth> truth = label.truthOf(prediction.answer());
            LabelPane pane = openPane(prediction, label, spec);
            if (truth.isPresent() && pane != null) {
                match(id, prediction, pane, truth.get(), label, spec);
                outcome = LabelOutcome.MATCHED;
            } else if (truth.isPresent() && outcome == LabelOutcome.UNFIT) {
                outcome = LabelOutcome.LATE;
            }
        }
        if (outcome == LabelOutcome.MATCHED) {
            entries.put(id, label.as(State.MATCHED));
        }
        return outcome;
    }

    /** The window of a prediction, where it still takes this label; else null. */
    private @Nullable LabelPane openPane(KeptPrediction prediction, Label label, MonitorSpec spec) {
        return windows.isInTime(label, prediction.endMs(), spec)
                ? windows.pane(prediction.startMs(), prediction.endMs())
                : null;
    }

    private void match(
            String id, KeptPrediction prediction, LabelPane pane, Truth truth, Label label, MonitorSpec spec) {
        windowsOf(prediction, pane).forEach(window -> window.labelled(prediction.answer(), truth));
        windows.foundOut(prediction.version(), prediction.answer(), truth, label.knownAtMs(), spec);
        out.example(new MatchedExample(id, model, truth, label.knownAtMs(), false, prediction.example()));
    }

    /** A label of which there is one already. */
    private LabelOutcome again(String id, Label label, Supplier<byte[]> record, Label known, MonitorSpec spec) {
        if (!label.isNewerThan(known)) {
            return LabelOutcome.DUPLICATE;
        }
        if (label.saysTheSameAs(known)) {
            // That it still held later decides over labels from between, which may be on their way.
            replace(id, label, record, known);
            return LabelOutcome.DUPLICATE;
        }
        LabelOutcome outcome = known.isWaiting() ? LabelOutcome.CORRECTED : correct(id, label, known, spec);
        if (outcome == LabelOutcome.CORRECTED) {
            replace(id, label, record, known);
        }
        return outcome;
    }

    private void replace(String id, Label label, Supplier<byte[]> record, Label known) {
        if (known.isWaiting()) {
            entries.put(id, label.waitingWith(record.get()));
            windows.waitsNoMore(known);
            windows.waits(label);
        } else {
            entries.put(id, label.as(known.state()));
        }
    }

    private LabelOutcome correct(String id, Label label, Label known, MonitorSpec spec) {
        LabelOutcome outcome = LabelOutcome.UNFIT;
        for (KeptPrediction prediction : entries.predictions(id)) {
            Optional<Truth> from = known.truthOf(prediction.answer());
            Optional<Truth> to = label.truthOf(prediction.answer());
            LabelPane pane = openPane(prediction, label, spec);
            if (from.isPresent() && to.isPresent() && pane != null) {
                windowsOf(prediction, pane)
                        .forEach(window -> window.corrected(prediction.answer(), from.get(), to.get()));
                out.example(new MatchedExample(id, model, to.get(), label.knownAtMs(), true, prediction.example()));
                outcome = LabelOutcome.CORRECTED;
            } else if (to.isPresent() && outcome == LabelOutcome.UNFIT) {
                outcome = LabelOutcome.LATE;
            }
        }
        return outcome;
    }

    private List<LabelledWindow> windowsOf(KeptPrediction prediction, LabelPane pane) {
        List<LabelledWindow> counted = new ArrayList<>(1 + prediction.segments().size());
        counted.add(windows.window(pane, prediction.version(), Segments.ALL));
        prediction.segments().forEach(segment -> counted.add(windows.window(pane, prediction.version(), segment)));
        return counted;
    }
}
