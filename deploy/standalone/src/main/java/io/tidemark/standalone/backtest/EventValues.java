package io.tidemark.standalone.backtest;

import io.tidemark.profile.sketch.ValueSink;
import io.tidemark.stream.event.EventBuffer;

/** A CSV cell on its way into an event. */
record EventValues(EventBuffer event, int nameId) implements ValueSink {
    @Override
    public void updateNumber(double value) {
        event.addNumber(nameId, value);
    }

    @Override
    public void updateBoolean(boolean value) {
        event.addBoolean(nameId, value);
    }

    @Override
    public void updateText(String value) {
        event.addText(nameId, value);
    }

    @Override
    public void updateNull() {
        event.addNull(nameId);
    }
}
