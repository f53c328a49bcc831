package io.tidemark.stream.state;

/** Where a {@link LiveState} saves its entries. Keys are unique within one state; values are at most about 1 MB. */
public interface StateWriter {
    void put(String key, byte[] value);

    void delete(String key);
}
