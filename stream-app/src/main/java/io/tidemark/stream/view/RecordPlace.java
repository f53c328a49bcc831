package io.tidemark.stream.view;

/** Where in the window profiles a record is: what is not kept of it is fetched from there. */
record RecordPlace(int partition, long offset) {}
