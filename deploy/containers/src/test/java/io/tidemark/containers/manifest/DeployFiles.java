package io.tidemark.containers.manifest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The folder {@code deploy}, read as others read it. Values of YAML are maps, lists and scalars. */
final class DeployFiles {
    static final Path FOLDER = Path.of("..").toAbsolutePath().normalize();

    private DeployFiles() {}

    static String text(String file) throws IOException {
        return Files.readString(FOLDER.resolve(file));
    }

    /** The documents of a YAML file. */
    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> documents(String file) throws IOException {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        Iterable<Object> documents = new Yaml(new SafeConstructor(options)).loadAll(text(file));
        return StreamSupport.stream(documents.spliterator(), false)
                .map(document -> (Map<String, Object>) document)
                .toList();
    }

    /** What a path of keys and indices leads to; the empty map where there is nothing. */
    static Object at(Object value, String... path) {
        Object here = value;
        for (String step : path) {
            here = switch (here) {
                case Map<?, ?> map when map.containsKey(step) -> map.get(step);
                case List<?> list -> list.get(Integer.parseInt(step));
                default -> Map.of();
            };
        }
        return here;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> mapAt(Object value, String... path) {
        return (Map<String, Object>) at(value, path);
    }

    /** Of a list that is not there, nothing. */
    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> listAt(Object value, String... path) {
        Object found = at(value, path);
        return found instanceof List<?> list ? (List<Map<String, Object>>) list : List.of();
    }

    static String textAt(Object value, String... path) {
        return String.valueOf(at(value, path));
    }

    /** The names of the YAML files of a folder. */
    static List<String> yamlFiles(String folder) throws IOException {
        try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
            return files.map(file -> folder + "/" + file.getFileName())
                    .filter(name -> name.endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }
}
