package io.tidemark.stream.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.staticfiles.Location;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;

/** The files of the dashboard, and of the library that draws its charts. All are in our own jars; nothing is loaded from elsewhere. */
final class Dashboard {
    private static final String FILES = "/io/tidemark/stream/http/dashboard";
    private static final String CHARTS = "/META-INF/maven/org.webjars/echarts/pom.properties";

    private Dashboard() {}

    static void addTo(JavalinConfig config) {
        add(config, "/", FILES);
        add(config, "/vendor/echarts", "/META-INF/resources/webjars/echarts/" + chartsVersion());
    }

    private static void add(JavalinConfig config, String path, String directory) {
        config.staticFiles.add(files -> {
            files.hostedPath = path;
            files.directory = directory;
            files.location = Location.CLASSPATH;
            // They change with a release: asked for each time, and sent where they did.
            files.headers = Map.of("Cache-Control", "no-cache");
        });
    }

    private static String chartsVersion() {
        Properties properties = new Properties();
        try (InputStream in = Dashboard.class.getResourceAsStream(CHARTS)) {
            if (in == null) {
                throw new IllegalStateException("the charts of the dashboard are not on the class path");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }
}
