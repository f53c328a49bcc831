package io.tidemark.stream.window;

import io.tidemark.stream.state.StateWriter;
import java.util.List;

/**
 * What the store has of a window that is open no more.
 *
 * @param key as it stands in the store's keys
 * @param features those that were saved
 * @param journalEntries how many entries its {@link RowJournal} has there
 */
record SavedWindow(String key, List<String> features, int journalEntries) {
    void delete(StateWriter writer) {
        writer.delete(ProfilerState.windowKey(key));
        features.forEach(name -> writer.delete(ProfilerState.featureKey(key, name)));
        for (int number = 0; number < journalEntries; number++) {
            writer.delete(ProfilerState.rowsKey(key, number));
        }
    }
}
