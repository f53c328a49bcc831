package io.tidemark.standalone.examples;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A language that there are examples in, and how they are run on this machine. */
enum Language {
    JAVA {
        @Override
        List<String> consumer() {
            String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                    .filter(jar -> LIBRARIES_OF_CONSUMER
                            .matcher(Path.of(jar).getFileName() + "")
                            .matches())
                    .collect(Collectors.joining(File.pathSeparator));
            return java(classPath, "ConsumeDriftEvents.java");
        }

        @Override
        List<String> producer() {
            return java(System.getProperty("java.class.path"), "LogInferences.java");
        }
    },
    PYTHON {
        @Override
        List<String> consumer() {
            return List.of(python(), file("consume_drift_events.py"));
        }

        @Override
        List<String> producer() {
            return List.of(python(), file("log_inferences.py"));
        }
    },
    JAVASCRIPT {
        @Override
        List<String> consumer() {
            return List.of(node(), file("consume-drift-events.js"));
        }

        @Override
        List<String> producer() {
            return List.of(node(), file("log-inferences.js"));
        }
    };

    private static final Path EXAMPLES = Path.of("..", "examples");

    /** It shows that whoever has Kafka's client and Avro needs nothing of Tidemark. */
    private static final Pattern LIBRARIES_OF_CONSUMER =
            Pattern.compile("(kafka-clients|avro|jackson-(core|databind|annotations)|slf4j-api)-\\d.*\\.jar");

    private static final String PYTHON_PROPERTY = "tidemark.python";
    private static final String NODE_PROPERTY = "tidemark.node";

    /** The command that runs the consumer of drift events. */
    abstract List<String> consumer();

    /** The command that runs the producer of an inference and its truth. */
    abstract List<String> producer();

    /** As file, model and group are named after it. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    String file(String name) {
        return EXAMPLES.resolve(key()).resolve(name).toString();
    }

    private static List<String> java(String classPath, String source) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                classPath,
                JAVA.file(source));
    }

    /** Debian's own first: its packages are not seen by a Python that was installed beside it. */
    private static String python() {
        return Stream.of(System.getProperty(PYTHON_PROPERTY, ""), "/usr/bin/python3", "python3")
                .filter(command -> !command.isEmpty() && answers(command, "-c", "import avro, confluent_kafka"))
                .findFirst()
                .orElseThrow(() -> lacking(
                        "a Python with confluent_kafka and avro, and there is none",
                        "on Debian `apt-get install python3-confluent-kafka python3-avro` brings it, elsewhere"
                                + " `pip install confluent-kafka avro`, and name it: mvn verify -D" + PYTHON_PROPERTY
                                + "=/path/to/python3"));
    }

    private static String node() {
        String node = Optional.ofNullable(System.getProperty(NODE_PROPERTY)).orElse("node");
        // What the client asks for; what is older fails in the middle.
        if (!answers(
                node,
                "-e",
                "const [a, b] = process.versions.node.split('.'); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)")) {
            throw lacking(
                    "Node.js 20.19.4 or newer, and there is none",
                    "install it, or name it: mvn verify -D" + NODE_PROPERTY + "=/path/to/node");
        }
        if (!Files.isDirectory(EXAMPLES.resolve("javascript/node_modules/@platformatic/kafka"))) {
            throw lacking(
                    "the packages that deploy/examples/javascript/package.json names, and they are not installed",
                    "`npm ci --prefix deploy/examples/javascript` brings it");
        }
        return node;
    }

    private static IllegalStateException lacking(String what, String remedy) {
        return new IllegalStateException("the examples are tested with " + what + "; " + remedy
                + ". To leave the examples out: -D" + ExamplesIT.SWITCH + "=off");
    }

    private static boolean answers(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
