package io.tidemark.schemas.serde;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions.TimestampMillisConversion;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Avro's view of generated classes, which makes objects of one package only: that of the record asked for.
 *
 * <p>Avro itself refuses to load a class that a schema names unless the whole process trusts it through a global
 * setting. Here the trust is local and needs no setting.
 */
final class TrustedRecords extends SpecificData {
    private final String packageName;
    private final Map<String, Class<?>> classes = new ConcurrentHashMap<>();

    TrustedRecords(Class<? extends SpecificRecord> type) {
        super(type.getClassLoader());
        packageName = type.getPackageName();
        addLogicalTypeConversion(new TimestampMillisConversion());
    }

    @Override
    @SuppressWarnings("rawtypes") // as Avro declares it
    public Class getClass(Schema schema) {
        return switch (schema.getType()) {
            case RECORD, ENUM, FIXED ->
                packageName.equals(schema.getNamespace())
                        ? classes.computeIfAbsent(schema.getFullName(), this::load)
                        : Object.class;
            default -> super.getClass(schema);
        };
    }

    private Class<?> load(String name) {
        try {
            return Class.forName(name, true, getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("Class " + name + " was not generated; build the module schemas", e);
        }
    }
}
