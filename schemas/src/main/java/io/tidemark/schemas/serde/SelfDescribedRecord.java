package io.tidemark.schemas.serde;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * A record with its schema in front, to be read where no registry is: the length of the schema (int, big-endian), the schema as JSON, the record
 * as Avro writes it. Later versions of the class read it by Avro's rules.
 */
public final class SelfDescribedRecord {
    private SelfDescribedRecord() {}

    public static <T extends SpecificRecord> byte[] write(T record) {
        Schema schema = record.getSchema();
        byte[] json = schema.toString().getBytes(UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(json.length).array());
        out.writeBytes(json);
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        try {
            SpecificData data = SpecificData.getForClass(record.getClass());
            new SpecificDatumWriter<T>(schema, data).write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return out.toByteArray();
    }

    /** @throws UndecodableRecordException where the bytes are no record of this class */
    @SuppressWarnings("NullAway") // a reader without a record to reuse takes null
    public static <T extends SpecificRecord> T read(Class<T> type, byte[] bytes) {
        try {
            int length =
                    bytes.length < Integer.BYTES ? -1 : ByteBuffer.wrap(bytes).getInt();
            if (length < 0 || length > bytes.length - Integer.BYTES) {
                throw new UndecodableRecordException(DecodeFailure.CORRUPT, "the schema in front is cut short");
            }
            Schema writer = new Schema.Parser().parse(new String(bytes, Integer.BYTES, length, UTF_8));
            TrustedRecords data = new TrustedRecords(type);
            int at = Integer.BYTES + length;
            BinaryDecoder in = DecoderFactory.get().binaryDecoder(bytes, at, bytes.length - at, null);
            T read = new SpecificDatumReader<T>(writer, data.getSchema(type), data).read(null, in);
            if (!in.isEnd()) {
                throw new UndecodableRecordException(DecodeFailure.CORRUPT, "bytes are left over");
            }
            return read;
        } catch (UndecodableRecordException e) {
            throw e;
        } catch (IOException | AvroRuntimeException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new UndecodableRecordException(DecodeFailure.CORRUPT, String.valueOf(e.getMessage()), e);
        }
    }
}
