package io.tidemark.serving.model;

import com.google.protobuf.InvalidProtocolBufferException;
import com.oracle.labs.mlrg.olcut.config.protobuf.ProtoProvenanceSerialization;
import com.oracle.labs.mlrg.olcut.config.protobuf.protos.RootProvenanceProto;
import com.oracle.labs.mlrg.olcut.provenance.ListProvenance;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import org.tribuo.Model;
import org.tribuo.protos.core.ModelProto;
import org.tribuo.provenance.EnsembleModelProvenance;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.provenance.impl.EmptyDatasetProvenance;
import org.tribuo.provenance.impl.EmptyTrainerProvenance;

/**
 * Tribuo models as bytes: Tribuo's protobuf without Tribuo's provenance, never Java serialisation.
 *
 * <p>Tribuo's provenance holds the clock, the platform and the Java version, so that no two trainings would give the same bytes;
 * and reading it creates objects of whatever class it names. So it is not written, and what a model holds in its place is not read:
 * Tribuo gets an empty one.
 */
public final class TribuoModels {
    private static final RootProvenanceProto NONE = RootProvenanceProto.getDefaultInstance();

    private TribuoModels() {}

    /**
     * The model as bytes, which are the same for models that are the same.
     *
     * @throws ModelFormatException where {@link #read} would refuse them, as it does with kinds of models that it does not know
     */
    public static byte[] write(Model<?> model) {
        try {
            ModelProto plain = new ModelRewriter(className -> NONE).rewrite(model.serialize());
            return ModelRewriter.deterministic(plain).toByteArray();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("Tribuo wrote a message that protobuf can't read", e);
        }
    }

    /**
     * Loads a model.
     *
     * @throws ModelFormatException where the bytes are no model, or name a class that may not be loaded
     */
    static Model<?> read(byte[] bytes) {
        try {
            return Model.deserialize(new ModelRewriter(TribuoModels::empty).rewrite(ModelProto.parseFrom(bytes)));
        } catch (ModelFormatException e) {
            throw e;
        } catch (InvalidProtocolBufferException e) {
            throw new ModelFormatException("Tribuo model: the bytes are no protobuf of a model: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw new ModelFormatException("Tribuo model: Tribuo can't load it: " + rootMessage(e), e);
        }
    }

    private static RootProvenanceProto empty(String className) {
        OffsetDateTime epoch = OffsetDateTime.ofInstant(Instant.EPOCH, ZoneOffset.UTC);
        EmptyDatasetProvenance data = new EmptyDatasetProvenance();
        EmptyTrainerProvenance trainer = new EmptyTrainerProvenance();
        ModelProvenance provenance = AllowedClasses.isEnsemble(className)
                ? new EnsembleModelProvenance(
                        className, epoch, data, trainer, Map.of(), false, new ListProvenance<ModelProvenance>())
                : new ModelProvenance(className, epoch, data, trainer, Map.of(), false);
        return new ProtoProvenanceSerialization(false).serializeToProto(ProvenanceUtil.marshalProvenance(provenance));
    }

    private static String rootMessage(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
