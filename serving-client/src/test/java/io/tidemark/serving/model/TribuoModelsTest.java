package io.tidemark.serving.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.oracle.labs.mlrg.olcut.config.protobuf.protos.RootProvenanceProto;
import io.tidemark.serving.Scored;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.classification.sgd.protos.ClassificationLinearSGDProto;
import org.tribuo.classification.xgboost.XGBoostClassificationTrainer;
import org.tribuo.common.tree.RandomForestTrainer;
import org.tribuo.common.xgboost.protos.XGBoostModelProto;
import org.tribuo.impl.ArrayExample;
import org.tribuo.protos.core.ModelProto;
import org.tribuo.protos.core.WeightedEnsembleModelProto;
import org.tribuo.provenance.SimpleDataSourceProvenance;

class TribuoModelsTest {
    private static final FeatureEncodings ENCODINGS = new FeatureEncodings(List.of(new NumberEncoding("a", 0, 0, 1)));
    private static final String EVIL = EvilModel.class.getName();

    /** Stands for any class on the path whose loading does something. */
    public static final class EvilModel {
        private static int loaded;

        private EvilModel() {}

        public static Model<?> deserializeFromProto(int version, String className, Any message) {
            loaded++;
            throw new AssertionError("loaded " + className + version + message);
        }
    }

    @Test
    void shouldLoadTheModelsOnTheList() {
        for (Trainer<Label> trainer : List.of(new LogisticRegressionTrainer(), forest(), xgboost())) {
            TribuoScorer scorer = TribuoScorer.load(artifact(TribuoModels.write(train(trainer)), "no", "yes"));

            assertThat(label(scorer, 5)).as("%s", trainer).isEqualTo("yes");
            assertThat(label(scorer, -5)).as("%s", trainer).isEqualTo("no");
        }
    }

    @Test
    void shouldRefuseAModelOfAClassThatIsNotOnTheList() throws InvalidProtocolBufferException {
        ModelProto model = parse(new LogisticRegressionTrainer());
        for (String name : List.of(EVIL, "org.tribuo.transform.TransformedModel", "java.lang.Runtime", "")) {
            assertRefused(model.toBuilder().setClassName(name).build(), "'" + name + "' may not be loaded");
        }
        assertThat(EvilModel.loaded).isZero();
    }

    @Test
    void shouldRefuseAPartOfAClassThatIsNotOnTheList() throws InvalidProtocolBufferException {
        ModelProto model = parse(new LogisticRegressionTrainer());
        var data = model.getSerializedData().unpack(ClassificationLinearSGDProto.class).toBuilder();
        data.getNormalizerBuilder().setClassName(EVIL);

        assertRefused(with(model, Any.pack(data.build())), "at model.serialized_data.normalizer: the class");
    }

    @Test
    void shouldRefuseAMemberOfAnEnsembleThatIsNoTree() throws InvalidProtocolBufferException {
        ModelProto model = parse(forest());
        var forest = model.getSerializedData().unpack(WeightedEnsembleModelProto.class);
        ModelProto evil = forest.getModels(1).toBuilder().setClassName(EVIL).build();

        assertRefused(
                with(model, Any.pack(forest.toBuilder().setModels(1, evil).build())),
                "serialized_data.models[1]: the class");
        assertRefused(
                with(model, Any.pack(forest.toBuilder().setModels(1, model).build())),
                "serialized_data.models[1]: the class");
    }

    @Test
    void shouldRefuseAMessageThatIsNotOnTheList() throws InvalidProtocolBufferException {
        ModelProto model = parse(new LogisticRegressionTrainer());

        assertRefused(
                with(model, Any.pack(RootProvenanceProto.getDefaultInstance())),
                "RootProvenanceProto' may not be loaded");
    }

    @Test
    void shouldNotReadTheProvenanceOfAModel() throws InvalidProtocolBufferException {
        ModelProto model = parse(new LogisticRegressionTrainer());
        var data = model.getSerializedData().unpack(ClassificationLinearSGDProto.class).toBuilder();
        assertThat(data.getMetadata().getProvenance()).isEqualTo(RootProvenanceProto.getDefaultInstance());
        data.getMetadataBuilder()
                .getProvenanceBuilder()
                .addOmpBuilder()
                .setObjectClassName(EVIL)
                .setProvenanceClassName(EVIL);

        assertThat(label(
                        TribuoScorer.load(
                                artifact(with(model, Any.pack(data.build())).toByteArray(), "no", "yes")),
                        5))
                .isEqualTo("yes");
    }

    @Test
    void shouldBoundAndCheckNativeModels() throws InvalidProtocolBufferException {
        ModelProto model = parse(xgboost());
        var boosters = model.getSerializedData().unpack(XGBoostModelProto.class);
        ByteString large = ByteString.copyFrom(new byte[ModelRewriter.MAX_BOOSTER_BYTES + 1]);
        ByteString garbage = ByteString.copyFromUtf8("no booster at all, but some text that is long enough");

        assertRefused(
                with(model, Any.pack(boosters.toBuilder().setModels(0, large).build())),
                "native XGBoost models of 33554433 bytes");
        assertRefused(
                with(model, Any.pack(boosters.toBuilder().addModels(garbage).build())), "2 native XGBoost models");
        assertRefused(
                with(model, Any.pack(boosters.toBuilder().setModels(0, garbage).build())),
                "the native XGBoost model is damaged");
    }

    @Property(tries = 500)
    void shouldLoadOrRefuseADamagedModelButNeverFailOtherwise(
            @ForAll @IntRange(max = 1_000_000) int place, @ForAll @IntRange(min = 1, max = 255) int change) {
        byte[] damaged = LOGISTIC.clone();
        damaged[place % damaged.length] ^= (byte) change;
        try {
            TribuoScorer.load(artifact(damaged, "no", "yes"));
        } catch (ModelFormatException e) {
            assertThat(e).hasMessageMatching("(?s)(Tribuo model|the artifact|the model).*");
        }
    }

    @Test
    void shouldRefuseEveryTruncation() {
        for (int length = 0; length < LOGISTIC.length; length++) {
            byte[] cut = Arrays.copyOf(LOGISTIC, length);
            assertThatExceptionOfType(ModelFormatException.class)
                    .isThrownBy(() -> TribuoScorer.load(artifact(cut, "no", "yes")));
        }
    }

    @Test
    void shouldRefuseAModelThatDoesNotFitItsArtifact() {
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> TribuoScorer.load(artifact(LOGISTIC, "no", "maybe")))
                .withMessageContaining("[no, maybe]");
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> TribuoScorer.load(
                        new ModelArtifact(new ModelOutput.Value(), ENCODINGS, "tribuo", LOGISTIC, Map.of())))
                .withMessageContaining("answers with a number, its model does not");
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> TribuoScorer.load(new ModelArtifact(
                        new ModelOutput.Classes(List.of("no", "yes")),
                        new FeatureEncodings(List.of(new CategoryEncoding("a", List.of()))),
                        "tribuo",
                        LOGISTIC,
                        Map.of())))
                .withMessageContaining("the model needs the column '0:value'");
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> TribuoScorer.load(
                        new ModelArtifact(new ModelOutput.Value(), ENCODINGS, "onnx", LOGISTIC, Map.of())))
                .withMessageContaining("runtime 'onnx'");
    }

    private static final byte[] LOGISTIC = TribuoModels.write(train(new LogisticRegressionTrainer()));

    private static Trainer<Label> forest() {
        return new RandomForestTrainer<>(new CARTClassificationTrainer(4, 0.5f, 1), new VotingCombiner(), 5, 1);
    }

    private static Trainer<Label> xgboost() {
        return new XGBoostClassificationTrainer(5, 1, true);
    }

    private static Model<Label> train(Trainer<Label> trainer) {
        LabelFactory factory = new LabelFactory();
        MutableDataset<Label> data = new MutableDataset<>(new SimpleDataSourceProvenance("test", factory), factory);
        for (int i = -50; i <= 50; i++) {
            data.add(new ArrayExample<>(
                    new Label(i > 0 ? "yes" : "no"),
                    new String[] {"0:missing", "0:value"},
                    new double[] {i % 7 == 0 ? 1 : 0, i / 10.0}));
        }
        return trainer.train(data);
    }

    private static ModelProto parse(Trainer<Label> trainer) throws InvalidProtocolBufferException {
        return ModelProto.parseFrom(TribuoModels.write(train(trainer)));
    }

    private static ModelProto with(ModelProto model, Any data) {
        return model.toBuilder().setSerializedData(data).build();
    }

    private static void assertRefused(ModelProto model, String why) {
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> TribuoScorer.load(artifact(model.toByteArray(), "no", "yes")))
                .withMessageContaining(why);
    }

    private static ModelArtifact artifact(byte[] model, String... labels) {
        return new ModelArtifact(
                new ModelOutput.Classes(List.of(labels)), ENCODINGS, TribuoScorer.RUNTIME, model, Map.of());
    }

    private static String label(TribuoScorer scorer, double a) {
        return scorer.score(Map.of("a", a)) instanceof Scored.OfClass scored ? scored.label() : "";
    }
}
