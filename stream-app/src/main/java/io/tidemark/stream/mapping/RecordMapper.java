package io.tidemark.stream.mapping;

/** Makes of a record what Tidemark reads. */
@FunctionalInterface
interface RecordMapper<T> {
    /**
     * What a record comes to.
     *
     * @param timestampMs the record's own, in milliseconds since 1970
     * @throws UnmappableException if nothing can be made of it
     */
    T map(Values values, long timestampMs);
}
