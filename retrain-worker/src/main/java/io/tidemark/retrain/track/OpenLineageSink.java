package io.tidemark.retrain.track;

import io.tidemark.http.client.Answer;
import io.tidemark.retrain.track.TrackingSettings.OpenLineage;
import java.net.URI;

/** Posts events of OpenLineage. A server takes an event that it has as the same one: run, state and time are the same. */
final class OpenLineageSink implements JobSink {
    static final String NAME = "openlineage";

    private final URI url;
    private final ServerCalls calls;
    private final OpenLineageEvents events;

    /** @param calls closed with this */
    OpenLineageSink(OpenLineage settings, ServerCalls calls, OpenLineageEvents events) {
        this.url = settings.url();
        this.calls = calls;
        this.events = events;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Answer begun(TrackedJob job) throws InterruptedException {
        return post(events.start(job));
    }

    /** The specification wants a START of every run, also of one whose begin was compacted away. */
    @Override
    public Answer ended(TrackedJob job, boolean knownAsBegun) throws InterruptedException {
        if (!knownAsBegun) {
            Answer begun = begun(job);
            if (!(begun instanceof Answer.Delivered)) {
                return begun;
            }
        }
        return post(events.end(job));
    }

    private Answer post(String event) throws InterruptedException {
        return calls.answer(calls.post(url, event));
    }

    @Override
    public void close() {
        calls.close();
    }
}
