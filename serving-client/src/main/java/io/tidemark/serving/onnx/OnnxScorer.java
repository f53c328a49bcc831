package io.tidemark.serving.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.tidemark.serving.Scored;
import io.tidemark.serving.Scorer;
import io.tidemark.serving.model.ModelArtifact;
import io.tidemark.serving.model.ModelFormatException;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Scores with a model in the form of ONNX, by ONNX Runtime. Any number of threads may ask at once and none waits for another: a session may be run by
 * many, and each run stays on the thread that asks. The session's memory is native; it is freed some time after nobody has the scorer any more.
 */
public final class OnnxScorer implements Scorer {
    /** The name of this runtime in a {@link ModelArtifact}. */
    public static final String RUNTIME = "onnx";

    private static final Cleaner CLEANER = Cleaner.create();

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final InputLayout inputs;
    private final QuestionBuffers buffers;
    private final OutputLayout output;

    private OnnxScorer(OrtEnvironment environment, OrtSession session, InputLayout inputs, OutputLayout output) {
        this.environment = environment;
        this.session = session;
        this.inputs = inputs;
        this.buffers = InputTensors.buffers(inputs);
        this.output = output;
    }

    /**
     * Loads the model of an artifact.
     *
     * @throws ModelFormatException where it is for another runtime, is not self-contained, does not fit the rest of the artifact, or ONNX Runtime
     *     can't load it
     * @throws LinkageError where ONNX Runtime is not on the class path, or has no native library for this platform
     */
    public static OnnxScorer load(ModelArtifact artifact) {
        if (!artifact.runtime().equals(RUNTIME)) {
            throw new ModelFormatException(
                    "the model needs the runtime '" + artifact.runtime() + "', this one is '" + RUNTIME + "'");
        }
        byte[] model = artifact.model();
        OnnxGraph graph = OnnxGraph.read(model);
        InputLayout inputs = InputLayout.of(graph, artifact.encodings());
        OutputLayout output = OutputLayout.of(graph, artifact.output());
        OrtEnvironment environment = environment();
        OrtSession session = open(environment, model);
        OnnxScorer scorer = new OnnxScorer(environment, session, inputs, output);
        CLEANER.register(scorer, () -> close(session));
        return scorer;
    }

    /** The one of this process. On Windows it would tell Microsoft of models and their use. */
    private static OrtEnvironment environment() {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try {
            environment.setTelemetry(false);
        } catch (OrtException e) {
            throw new ModelFormatException(
                    "ONNX Runtime can't be told to keep its telemetry to itself: " + e.getMessage(), e);
        }
        return environment;
    }

    private static OrtSession open(OrtEnvironment environment, byte[] model) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            // A thread that asks must not fan out to others: they would be fought over by all that ask.
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            // What was checked is the protobuf; so the bytes are not to be taken for anything else.
            options.addConfigEntry("session.load_model_format", "ONNX");
            return environment.createSession(model, options);
        } catch (OrtException e) {
            throw new ModelFormatException(
                    "ONNX model: ONNX Runtime " + environment.getVersion() + " can't load it: " + e.getMessage(), e);
        }
    }

    @Override
    public Scored score(Map<String, ? extends @Nullable Object> features) {
        try (InputTensors tensors = InputTensors.of(environment, buffers, inputs, features);
                OrtSession.Result result = session.run(tensors.byName(), Set.of(output.output()))) {
            return OutputReader.read(output, result.get(0));
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime can't answer: " + e.getMessage(), e);
        } finally {
            // Without it the session could be freed while it runs, where this call is the last that knows the scorer.
            Reference.reachabilityFence(this);
        }
    }

    private static void close(OrtSession session) {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime can't free a model", e);
        }
    }
}
