package io.tidemark.stream.notify;

import io.tidemark.http.client.Answer;

/** Delivers messages to one place. */
interface Channel {
    /**
     * Delivers a message, or doesn't, within the time that the channel has for it. Never throws for what the other side does.
     *
     * @throws InterruptedException if this is to stop
     */
    Answer send(Notification notification) throws InterruptedException;
}
