package io.tidemark.stream.window;

import io.tidemark.stream.event.EventBuffer;
import io.tidemark.stream.spec.DurationText;
import java.time.Duration;
import java.time.Instant;

/** What became of one input record. Everything but {@link #PROFILED} goes to the dead letters with {@link #reason()}. */
public enum Outcome {
    PROFILED("profiled"),
    LATE("late"),
    TOO_FAR_AHEAD("too-far-ahead"),
    NO_MODEL("no-model"),
    NO_VERSION("no-version"),
    NO_TIME("no-time"),
    NAME_TOO_LONG("name-too-long"),
    TOO_MANY_MODELS("too-many-models"),
    TOO_MANY_VERSIONS("too-many-versions"),
    NO_ROOM("no-room"),
    UNDECODABLE("undecodable");

    private final String reason;

    Outcome(String reason) {
        this.reason = reason;
    }

    /** The text in the {@code tidemark.reason} header and in the {@code outcome} label of the record counter. */
    public String reason() {
        return reason;
    }

    /** One sentence for the dead letter of an event that was not profiled. */
    public String explain(EventBuffer event, Duration maxAhead) {
        return switch (this) {
            case PROFILED -> "the event was profiled";
            case LATE ->
                "event time " + timeOf(event) + " lies in a window of model '" + event.modelId()
                        + "' that has been closed; a longer grace in the monitor spec waits for such events";
            case TOO_FAR_AHEAD ->
                "event time " + timeOf(event) + " is more than " + DurationText.format(maxAhead)
                        + " ahead of the clock; check that the producer writes milliseconds and its clock is right";
            case NO_MODEL -> "modelId is empty or blank; the producer must name the model that made the prediction";
            case NO_VERSION ->
                "modelVersion is empty or blank; the producer must name the version that made the prediction";
            case NO_TIME -> "eventTime is " + event.eventTimeMs() + ", not milliseconds after 1970";
            case NAME_TOO_LONG -> "modelId or modelVersion is longer than tidemark.max.name.length allows";
            case TOO_MANY_MODELS ->
                "there are more models in this partition than tidemark.max.models allows, and model '" + event.modelId()
                        + "' has no monitor spec";
            case TOO_MANY_VERSIONS ->
                "model '" + event.modelId() + "' has more versions in one window than tidemark.max.versions allows";
            case NO_ROOM ->
                "there is no room to open another window of model '" + event.modelId()
                        + "'; are its versions or its times of very many windows? Else give the monitor more heap, or raise"
                        + " tidemark.max.profile.bytes";
            case UNDECODABLE -> "the record is not an inference event";
        };
    }

    private static String timeOf(EventBuffer event) {
        return Instant.ofEpochMilli(event.eventTimeMs()).toString();
    }
}
