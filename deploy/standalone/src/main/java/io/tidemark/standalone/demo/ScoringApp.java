package io.tidemark.standalone.demo;

import io.tidemark.standalone.flights.Flight;

/** The application that scores flights and writes its inference log. One thread uses it. */
interface ScoringApp extends AutoCloseable {

    /** Scores a flight as it was logged. */
    void score(Flight logged) throws InterruptedException;

    /** Waits until all that was scored is written. */
    void flush() throws InterruptedException;

    /** Inference events that the cluster acknowledged; after {@link #flush} all of them. */
    long eventsWritten();

    @Override
    void close();
}
