package io.tidemark.retrain.challenger;

import java.time.Duration;
import java.util.Optional;

/** Told how far a challenger has come, on the thread that makes it. */
public interface Progress {
    /** Tells nobody. */
    Progress NONE = new Progress() {
        @Override
        public void training(String note) {}

        @Override
        public void judging() {}
    };

    /**
     * The data are good; a model is being trained.
     *
     * @param note what is to be said of it; mostly nothing
     */
    void training(String note);

    /** The model is trained; it is being judged. */
    void judging();

    /** How long until nobody waits for it any more; empty where there is no limit. */
    default Optional<Duration> timeLeft() {
        return Optional.empty();
    }
}
