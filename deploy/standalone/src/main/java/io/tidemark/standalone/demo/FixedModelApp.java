package io.tidemark.standalone.demo;

import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.standalone.flights.Flight;
import io.tidemark.standalone.replay.ReplayProducer;
import java.util.Iterator;

/** Answers with the model that it began with, whatever happens. The answers are made many at once, which is much faster, and logged one by one. */
final class FixedModelApp implements ScoringApp {
    private final Iterator<InferenceEvent> answers;
    private final ReplayProducer producer;

    /** @param answers to the flights that it will be asked, in their order */
    FixedModelApp(Iterator<InferenceEvent> answers, ReplayProducer producer) {
        this.answers = answers;
        this.producer = producer;
    }

    @Override
    public void score(Flight logged) {
        producer.send(answers.next());
    }

    @Override
    public void flush() {
        producer.flush();
    }

    @Override
    public long eventsWritten() {
        return producer.eventsWritten();
    }

    @Override
    public void close() {}
}
