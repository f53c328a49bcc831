package io.tidemark.serving.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.serving.model.FeatureEncodings;
import io.tidemark.serving.model.ModelArtifact;
import io.tidemark.serving.model.ModelFormatException;
import io.tidemark.serving.model.ModelOutput;
import io.tidemark.serving.model.RawNumberEncoding;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelRuntimesTest {

    @Test
    void shouldSayWhichRuntimesThereAre() {
        ModelArtifact artifact = new ModelArtifact(
                new ModelOutput.Value(),
                new FeatureEncodings(List.of(new RawNumberEncoding("a", 0))),
                "pmml",
                new byte[0],
                Map.of());

        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> ModelRuntimes.load(artifact))
                .withMessageContaining("needs the runtime 'pmml', there are [onnx, tribuo]");
    }

    /** An application without the optional dependency: the same classes, by a loader that has no ONNX Runtime. */
    @Test
    void shouldNameTheDependencyWhereOnnxRuntimeIsNotOnTheClassPath() throws Exception {
        try (URLClassLoader application =
                new URLClassLoader(classPathWithout("onnxruntime"), ClassLoader.getPlatformClassLoader())) {
            Object artifact = application
                    .loadClass(Artifacts.class.getName())
                    .getMethod("onnx")
                    .invoke(null);
            Class<?> runtimes = application.loadClass(ModelRuntimes.class.getName());

            assertThatExceptionOfType(InvocationTargetException.class)
                    .isThrownBy(() ->
                            runtimes.getMethod("load", artifact.getClass()).invoke(null, artifact))
                    .satisfies(e -> assertThat(e.getCause())
                            .hasToString(ModelFormatException.class.getName()
                                    + ": the model needs ONNX Runtime, which is not on the class path: add the dependency "
                                    + ModelRuntimes.ONNX_DEPENDENCY));
        }
    }

    private static URL[] classPathWithout(String jar) {
        List<String> places =
                Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator));
        assertThat(places).anyMatch(place -> place.contains(jar));
        return places.stream()
                .filter(place -> !Path.of(place).getFileName().toString().startsWith(jar))
                .map(place -> url(Path.of(place).toUri()))
                .toArray(URL[]::new);
    }

    private static URL url(URI place) {
        try {
            return place.toURL();
        } catch (MalformedURLException e) {
            throw new AssertionError(e);
        }
    }

    /** Makes an artifact by whatever loader this class is loaded. */
    public static final class Artifacts {
        private Artifacts() {}

        public static ModelArtifact onnx() throws Exception {
            try (var in = ModelRuntimesTest.class.getResourceAsStream("/io/tidemark/serving/onnx/tree.onnx")) {
                if (in == null) {
                    throw new AssertionError("no resource tree.onnx");
                }
                return new ModelArtifact(
                        new ModelOutput.Value(),
                        new FeatureEncodings(List.of(new RawNumberEncoding("a", 0), new RawNumberEncoding("b", 0))),
                        "onnx",
                        in.readAllBytes(),
                        Map.of());
            }
        }
    }
}
