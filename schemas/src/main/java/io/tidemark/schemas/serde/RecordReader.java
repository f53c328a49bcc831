package io.tidemark.schemas.serde;

import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.registry.UnknownSchemaException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reads whole records in the Confluent wire format, whichever version of their schema they were written with.
 *
 * <p>Avro (since 1.12.2) checks lengths against the bytes that are left before it allocates, so hostile ones cost
 * nothing. Fails in two ways only: {@link UndecodableRecordException} where the record is at fault, and
 * {@link io.tidemark.schemas.registry.RegistryUnavailableException} where it isn't. Safe for use by several threads.
 */
public final class RecordReader<T> {
    private final SchemaRegistry registry;
    private final Function<Schema, DatumReader<T>> readerOf;
    private final Map<Integer, DatumReader<T>> readers = new ConcurrentHashMap<>();

    private RecordReader(SchemaRegistry registry, Function<Schema, DatumReader<T>> readerOf) {
        this.registry = registry;
        this.readerOf = readerOf;
    }

    /** Reads records of a generated class: fields it doesn't know are skipped, absent ones get their defaults. */
    public static <T extends SpecificRecord> RecordReader<T> of(Class<T> type, SchemaRegistry registry) {
        TrustedRecords data = new TrustedRecords(type);
        Schema reader = data.getSchema(type);
        return new RecordReader<>(registry, writer -> new SpecificDatumReader<>(writer, reader, data));
    }

    /** Reads any record just as it was written, to show it to a person; its {@code toString} is JSON. */
    public static RecordReader<GenericRecord> generic(SchemaRegistry registry) {
        return new RecordReader<>(registry, GenericDatumReader::new);
    }

    public T read(byte[] record) {
        int id = WireFormat.schemaId(record);
        DatumReader<T> reader = readers.get(id);
        if (reader == null) {
            reader = readerOf.apply(writerSchema(id));
            readers.put(id, reader);
        }
        return read(reader, record);
    }

    private Schema writerSchema(int id) {
        Schema writer;
        try {
            writer = registry.schemaById(id);
        } catch (UnknownSchemaException e) {
            throw new UndecodableRecordException(DecodeFailure.UNKNOWN_SCHEMA_ID, String.valueOf(e.getMessage()), e);
        }
        if (writer.getType() != Schema.Type.RECORD) {
            throw new UndecodableRecordException(
                    DecodeFailure.WRONG_RECORD_TYPE, "schema " + id + " is of " + writer.getType() + ", not a record");
        }
        if (EmptyItems.areIn(writer)) {
            throw new UndecodableRecordException(
                    DecodeFailure.WRONG_RECORD_TYPE,
                    "schema " + id
                            + " has an array of items that take no bytes, of which a record may claim any number");
        }
        return writer;
    }

    // Avro's readers fail with whatever exception the bytes happen to provoke, and hostile nesting with this error.
    @SuppressWarnings("NullAway") // a reader without a record to reuse takes null
    private static <T> T read(DatumReader<T> reader, byte[] record) {
        int length = record.length - WireFormat.HEADER_BYTES;
        BinaryDecoder in = DecoderFactory.get().binaryDecoder(record, WireFormat.HEADER_BYTES, length, null);
        try {
            T read = reader.read(null, in);
            if (!in.isEnd()) {
                throw new UndecodableRecordException(
                        DecodeFailure.CORRUPT, "bytes are left over: the record was not written with its schema");
            }
            return read;
        } catch (UndecodableRecordException e) {
            throw e;
        } catch (AvroTypeException e) {
            throw new UndecodableRecordException(DecodeFailure.WRONG_RECORD_TYPE, String.valueOf(e.getMessage()), e);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw new UndecodableRecordException(DecodeFailure.CORRUPT, String.valueOf(e), e);
        }
    }
}
