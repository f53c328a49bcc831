package io.tidemark.stream.topology;

import io.tidemark.stream.event.LoggedTruth;
import io.tidemark.stream.label.LabelLimits;
import io.tidemark.stream.label.LabelOutcome;
import io.tidemark.stream.spec.DurationText;
import java.time.Instant;

/** Says why a label could not be used, in one sentence for its dead letter. */
final class LabelRefusals {
    private LabelRefusals() {}

    static String explain(LabelOutcome outcome, LoggedTruth truth, LabelLimits limits) {
        return switch (outcome) {
            case LATE ->
                "labels of the window that inference '" + truth.inferenceId()
                        + "' counts in are no longer waited for; a longer" + " labels.wait in the spec of model '"
                        + truth.model() + "' waits for such labels";
            case NO_ID -> "inferenceId is empty; the producer must name the inference that the label is of";
            case NO_MODEL -> "modelId is empty or blank; the producer must name the model that answered";
            case NO_TIME -> "eventTime is " + truth.knownAtMs() + ", not milliseconds after 1970";
            case NO_LABEL -> "the record has neither label nor value";
            case UNFIT ->
                "the label is "
                        + truth.label()
                                .map(label -> "the class '" + label + "'")
                                .orElse("a number")
                        + ", and what the model answered is not of that kind; log a label for a class and a value for a number";
            case TOO_FAR_AHEAD ->
                "eventTime " + Instant.ofEpochMilli(truth.knownAtMs()) + " is more than "
                        + DurationText.format(limits.maxAhead())
                        + " ahead of the clock; check that the producer writes milliseconds and its clock is right";
            case NAME_TOO_LONG -> "modelId is longer than tidemark.max.name.length allows";
            case TOO_MANY_MODELS -> "there are more models in this partition than tidemark.max.models allows";
            case MATCHED, DUPLICATE, CORRECTED, UNMATCHED, WAITING, NOT_ASKED, UNDECODABLE -> outcome.reason();
        };
    }
}
