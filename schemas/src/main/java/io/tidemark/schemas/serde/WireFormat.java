package io.tidemark.schemas.serde;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The five bytes before every value: the magic byte 0 and the schema id, big-endian. */
public final class WireFormat {
    public static final int HEADER_BYTES = 5;
    private static final byte MAGIC = 0;
    private static final VarHandle ID = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private WireFormat() {}

    /**
     * The schema id of a record.
     *
     * @throws UndecodableRecordException if the record does not begin like one in this format
     */
    public static int schemaId(byte[] record) {
        if (record.length < HEADER_BYTES) {
            throw new UndecodableRecordException(
                    DecodeFailure.NOT_WIRE_FORMAT,
                    "the value has " + record.length + " bytes, the Confluent wire format at least " + HEADER_BYTES);
        }
        if (record[0] != MAGIC) {
            throw new UndecodableRecordException(
                    DecodeFailure.NOT_WIRE_FORMAT,
                    "the value begins with byte " + (record[0] & 0xff)
                            + " instead of 0; write it with a schema registry serializer");
        }
        return (int) ID.get(record, 1);
    }

    /** The header for a schema id. */
    public static byte[] header(int schemaId) {
        return ByteBuffer.allocate(HEADER_BYTES).put(MAGIC).putInt(schemaId).array();
    }
}
