package io.tidemark.load.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.stream.state.LiveState;
import io.tidemark.stream.state.StateWriter;
import java.util.Arrays;
import java.util.List;

/** An entry of a step's saved state: the first byte chooses the key, or says that the text up to a line feed is the key; the rest is the value. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SavedEntry(String key, byte[] value) {

    static SavedEntry of(byte[] input, List<String> keys) {
        int choice = input.length == 0 ? 0 : input[0] & 0xff;
        byte[] rest = input.length == 0 ? input : Arrays.copyOfRange(input, 1, input.length);
        if (choice < keys.size()) {
            return new SavedEntry(keys.get(choice), rest);
        }
        int end = 0;
        while (end < rest.length && rest[end] != '\n') {
            end++;
        }
        return new SavedEntry(
                new String(rest, 0, end, UTF_8), Arrays.copyOfRange(rest, Math.min(end + 1, rest.length), rest.length));
    }

    /** Whatever the entry is, it is taken in, or refused with an exception of any kind, which {@code LiveStore} gives its name; what was taken in can be saved. */
    void restoreInto(LiveState state) {
        try {
            state.restore(key, value);
        } catch (RuntimeException e) {
            return;
        }
        state.save(new StateWriter() {
            @Override
            public void put(String saved, byte[] bytes) {}

            @Override
            public void delete(String saved) {}
        });
    }
}
