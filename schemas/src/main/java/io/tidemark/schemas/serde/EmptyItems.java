package io.tidemark.schemas.serde;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * Arrays whose items take no bytes: nulls, records without fields, fixed ones of no length. A record of twenty bytes may claim any number of them,
 * Avro makes room for ten million in each array, and arrays may stand in arrays. Nobody needs such a schema.
 */
final class EmptyItems {
    private final Set<Schema> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private EmptyItems() {}

    /** Whether such an array is anywhere in the schema. */
    static boolean areIn(Schema schema) {
        return new EmptyItems().areWithin(schema);
    }

    private boolean areWithin(Schema schema) {
        return switch (schema.getType()) {
            case ARRAY -> new EmptyItems().isEmpty(schema.getElementType()) || areWithin(schema.getElementType());
            case MAP -> areWithin(schema.getValueType());
            case UNION -> schema.getTypes().stream().anyMatch(this::areWithin);
            case RECORD -> seen.add(schema) && schema.getFields().stream().anyMatch(field -> areWithin(field.schema()));
            default -> false;
        };
    }

    /** A record that has itself for a field, and nothing else, is never over: it counts as empty, too. */
    private boolean isEmpty(Schema schema) {
        return switch (schema.getType()) {
            case NULL -> true;
            case FIXED -> schema.getFixedSize() == 0;
            case RECORD -> !seen.add(schema) || schema.getFields().stream().allMatch(field -> isEmpty(field.schema()));
            default -> false;
        };
    }
}
