package io.tidemark.serving.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.serving.Scored;
import io.tidemark.serving.Scorer;
import io.tidemark.serving.model.FeatureEncodings;
import io.tidemark.serving.model.ModelArtifact;
import io.tidemark.serving.model.ModelOutput;
import io.tidemark.serving.model.TribuoModels;
import io.tidemark.serving.runtime.ModelRuntimes;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sgd.linear.LinearSGDModel;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.datasource.ListDataSource;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** The same model by two runtimes: by Tribuo, and by ONNX Runtime as the graph that Tribuo writes of it. */
class TribuoExportTest {
    private static final FeatureEncodings ENCODINGS = OnnxFixtures.numbers("a", "b");

    @Test
    void shouldAnswerAsTribuoDoesWithTheGraphThatTribuoExports() {
        LinearSGDModel model = train();
        List<String> labels = IntStream.range(0, model.getOutputIDInfo().size())
                .mapToObj(id -> model.getOutputIDInfo().getOutput(id).getLabel())
                .toList();
        Scorer tribuo = load("tribuo", labels, TribuoModels.write(model));
        Scorer onnx =
                load("onnx", labels, model.exportONNXModel("io.tidemark", 1).toByteArray());
        Random random = new Random(4);

        for (int i = 0; i < 200; i++) {
            Map<String, Double> question = Map.of("a", random.nextGaussian(), "b", random.nextGaussian());
            Scored.OfClass expected = (Scored.OfClass) tribuo.score(question);
            Scored.OfClass given = (Scored.OfClass) onnx.score(question);
            assertThat(given.label()).isEqualTo(expected.label());
            expected.scores()
                    .forEach((label, score) ->
                            assertThat(given.scores().get(label)).isCloseTo(score, within(1e-5)));
        }
    }

    private static Scorer load(String runtime, List<String> labels, byte[] model) {
        return ModelRuntimes.load(
                new ModelArtifact(new ModelOutput.Classes(labels), ENCODINGS, runtime, model, Map.of()));
    }

    private static LinearSGDModel train() {
        LabelFactory factory = new LabelFactory();
        Random random = new Random(3);
        String[] columns = ENCODINGS.columns().toArray(String[]::new);
        List<Example<Label>> examples = IntStream.range(0, 300)
                .<Example<Label>>mapToObj(_ -> {
                    double[] row = {random.nextGaussian(), random.nextGaussian()};
                    String label = row[0] > 0.5 ? "high" : row[0] + row[1] < -1 ? "low" : "middle";
                    return new ArrayExample<>(new Label(label), columns, row);
                })
                .toList();
        return new LogisticRegressionTrainer()
                .train(new MutableDataset<>(
                        new ListDataSource<>(examples, factory, new SimpleDataSourceProvenance("made here", factory))));
    }
}
