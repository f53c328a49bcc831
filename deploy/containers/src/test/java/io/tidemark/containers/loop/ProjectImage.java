package io.tidemark.containers.loop;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.testcontainers.DockerClientFactory;

/** The images of the test: those that {@code deploy/docker/prepare} makes, and the project's own, built anew from the jars of this build. */
final class ProjectImage {
    static final String TIDEMARK = "tidemark:under-test";
    static final String KAFKA = "tidemark/kafka:4.3.1";
    static final String REGISTRY = "tidemark/registry:3.3.3";
    private static final String JAVA = "tidemark/java:25";

    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
    /** Those who may look, as the compose file has them. */
    static final Path USERS = ROOT.resolve("deploy/compose/users");

    private static final String REMEDY =
            " Run deploy/docker/prepare, which installs and starts Docker on Debian and makes the images.";

    private ProjectImage() {}

    /** @throws IllegalStateException if Docker or an image is missing, or the project's own can't be built; never skips */
    static void build() throws IOException, InterruptedException {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            throw new IllegalStateException("No Docker answers on this machine." + REMEDY);
        }
        DockerClient docker = DockerClientFactory.lazyClient();
        for (String image : new String[] {JAVA, KAFKA, REGISTRY}) {
            try {
                docker.inspectImageCmd(image).exec();
            } catch (NotFoundException e) {
                throw new IllegalStateException("Docker has no image " + image + "." + REMEDY, e);
            }
        }
        Process build = new ProcessBuilder(ROOT.resolve("deploy/docker/build").toString(), TIDEMARK)
                .directory(ROOT.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (build.waitFor() != 0) {
            throw new IllegalStateException("deploy/docker/build failed:\n" + said);
        }
    }
}
