package io.tidemark.stream.decode;

import io.tidemark.schemas.serde.DecodeFailure;
import io.tidemark.schemas.serde.UndecodableRecordException;
import java.util.List;
import java.util.function.Function;
import org.apache.avro.Schema;

/**
 * How to read the records of one writer schema: what each of its fields means, in the order it wrote them.
 *
 * <p>Fields are known by their names alone. The record may be called anything, have its fields in any order, lack those
 * that are not needed, and have any others.
 *
 * @param <D> what is read into
 */
final class RecordPlan<D> {
    /** One field of the record, or a record or map in it. */
    @FunctionalInterface
    interface Step<D> {
        void read(BinaryReader in, D draft);
    }

    private final List<Step<D>> steps;

    RecordPlan(List<Step<D>> steps) {
        this.steps = List.copyOf(steps);
    }

    /** A step for each field of a record. */
    static <D> RecordPlan<D> of(Schema schema, Function<Schema.Field, Step<D>> step) {
        return new RecordPlan<>(schema.getFields().stream().map(step).toList());
    }

    void read(BinaryReader in, D draft) {
        for (int i = 0; i < steps.size(); i++) {
            steps.get(i).read(in, draft);
        }
    }

    /**
     * Checks that a schema is of a record with these fields.
     *
     * @param remedy what to say where it has not all of them
     */
    static void require(Schema schema, List<String> fields, String remedy) {
        if (schema.getType() != Schema.Type.RECORD) {
            throw wrongType("the schema is of " + schema.getType() + ", not a record");
        }
        List<String> missing =
                fields.stream().filter(name -> schema.getField(name) == null).toList();
        if (!missing.isEmpty()) {
            throw wrongType(schema.getFullName() + " has no " + String.join(", no ", missing) + "; " + remedy);
        }
    }

    /** A reader for a field that has to be able to hold a text or a number. */
    static ValueReader values(Schema.Field field, String wanted) {
        ValueReader reader = ValueReader.of(field.schema());
        if (!reader.canHoldValues()) {
            throw unfit(field, wanted);
        }
        return reader;
    }

    static TimeReader time(Schema.Field field) {
        return TimeReader.of(field.schema()).orElseThrow(() -> unfit(field, "a timestamp"));
    }

    static <D> Step<D> skip(Schema schema) {
        Skipper skipper = Skipper.of(schema);
        return (in, draft) -> skipper.skip(in, 0);
    }

    /** A step for the branch of the wanted type; the other branches of a union are skipped. */
    static <D> Step<D> optional(Schema.Field field, Schema.Type wanted, Function<Schema, Step<D>> compile) {
        Schema schema = field.schema();
        if (schema.getType() == wanted) {
            return compile.apply(schema);
        }
        if (!schema.isUnion() || schema.getTypes().stream().noneMatch(type -> type.getType() == wanted)) {
            throw unfit(field, "a " + wanted.getName());
        }
        List<Step<D>> branches = schema.getTypes().stream()
                .map(type -> type.getType() == wanted ? compile.apply(type) : RecordPlan.<D>skip(type))
                .toList();
        return (in, draft) -> branches.get(in.readIndex(branches.size())).read(in, draft);
    }

    static UndecodableRecordException unfit(Schema.Field field, String wanted) {
        return wrongType("field " + field.name() + " is " + field.schema() + ", not " + wanted);
    }

    static UndecodableRecordException wrongType(String what) {
        return new UndecodableRecordException(DecodeFailure.WRONG_RECORD_TYPE, what);
    }
}
