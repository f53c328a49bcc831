package io.tidemark.retrain.challenger;

/** Told how far a challenger has come, on the thread that makes it. */
public interface Progress {
    /** Tells nobody. */
    Progress NONE = new Progress() {
        @Override
        public void training() {}

        @Override
        public void judging() {}
    };

    /** The data are good; a model is being trained. */
    void training();

    /** The model is trained; it is being judged. */
    void judging();
}
