package io.tidemark.stream.topology;

/** Those who read records and keep a ledger of what became of them. */
enum LedgerStep {
    PROFILE("profile", "tidemark_records_total", "Records read, by what became of them"),
    PREDICTIONS(
            "predictions",
            "tidemark_predictions_total",
            "Inference logs read to join labels with, by what became of them"),
    LABELS(
            "labels",
            "tidemark_labels_total",
            "Labels read, by what became of them; of those that wait there may be fewer again");

    private final String key;
    private final String metric;
    private final String description;

    LedgerStep(String key, String metric, String description) {
        this.key = key;
        this.metric = metric;
        this.description = description;
    }

    /** What it is called in the topic of ledgers. */
    String key() {
        return key;
    }

    /** What its counts are called among the metrics. */
    String metric() {
        return metric;
    }

    String description() {
        return description;
    }
}
