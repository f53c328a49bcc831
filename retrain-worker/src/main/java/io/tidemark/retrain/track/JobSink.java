package io.tidemark.retrain.track;

import io.tidemark.http.client.Answer;

/** Tells one tracking server of jobs. Telling it the same again changes nothing there. One thread at a time uses it. */
interface JobSink extends AutoCloseable {
    /** As settings, metrics and the log have it. */
    String name();

    /**
     * Tells of a job that was begun. Never throws for what the other side does.
     *
     * @throws InterruptedException if this is to stop; whether it was told is not known
     */
    Answer begun(TrackedJob job) throws InterruptedException;

    /**
     * Tells of a job that has ended. Never throws for what the other side does.
     *
     * @param knownAsBegun whether the other side has been told of its begin since this process follows jobs
     * @throws InterruptedException if this is to stop; whether it was told is not known
     */
    Answer ended(TrackedJob job, boolean knownAsBegun) throws InterruptedException;

    @Override
    void close();
}
