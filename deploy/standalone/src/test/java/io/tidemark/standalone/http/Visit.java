package io.tidemark.standalone.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;

/** Somebody who looks at the dashboard. What goes wrong meanwhile, in the console or on the network, is noted, and must be nothing in the end. */
final class Visit implements AutoCloseable {
    /** Made where it is not there. */
    static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private static final String AXE = "META-INF/maven/org.webjars.npm/axe-core/pom.properties";

    private final String address;
    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    Visit(Browser browser, String address, int width, int height, ColorScheme colours) {
        this(browser, address, options(width, height, colours));
    }

    /** @param address of the dashboard, without a slash in the end; whatever is not below it is not to be asked for */
    Visit(Browser browser, String address, Browser.NewContextOptions options) {
        this.address = address;
        this.context = browser.newContext(options);
        this.page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add("console: " + message.text());
            }
        });
        page.onPageError(error -> complaints.add("script: " + error));
        page.onDialog(dialog -> {
            complaints.add("dialog: " + dialog.message());
            dialog.dismiss();
        });
        page.onRequest(request -> {
            if (!request.url().startsWith(address + "/")) {
                complaints.add("asks elsewhere: " + request.url());
            }
        });
        page.onResponse(response -> {
            if (response.status() >= 400) {
                complaints.add(response.status() + " " + response.url());
            }
        });
    }

    static Browser.NewContextOptions options(int width, int height, ColorScheme colours) {
        return new Browser.NewContextOptions().setViewportSize(width, height).setColorScheme(colours);
    }

    Page page() {
        return page;
    }

    /** Goes to a page by its address, and waits until all of it is there. */
    Visit open(String hash) {
        page.navigate(address + "/" + hash);
        settle();
        return this;
    }

    /** Waits until nothing is loading. */
    void settle() {
        page.waitForFunction(
                "() => document.querySelector('h1') !== null && document.querySelector('[aria-busy]') === null");
    }

    void screenshot(String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(name + ".png"))
                .setFullPage(true));
    }

    /** By how many pixels the page is wider than the screen. */
    int overflow() {
        return ((Number) page.evaluate("() => document.documentElement.scrollWidth - innerWidth")).intValue();
    }

    /** What bars people from using the page, by axe-core: what is serious or critical. */
    @SuppressWarnings("unchecked")
    List<String> barriers() {
        page.evaluate(axe());
        List<String> found = (List<String>) page.evaluate("""
                async () => (await axe.run(document, {resultTypes: ['violations']})).violations
                    .filter(each => each.impact === 'serious' || each.impact === 'critical')
                    .flatMap(each => each.nodes.map(node => each.id + ': ' + node.html + ' ' + node.failureSummary))
                """);
        // It looks at the colours of pictures, which Chromium has an opinion of.
        forgive("willReadFrequently");
        return found;
    }

    private static String axe() {
        try (InputStream properties = resource(AXE)) {
            Properties read = new Properties();
            read.load(properties);
            try (InputStream script =
                    resource("META-INF/resources/webjars/axe-core/" + read.getProperty("version") + "/axe.min.js")) {
                return new String(script.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream resource(String name) {
        InputStream found = Visit.class.getClassLoader().getResourceAsStream(name);
        assertThat(found).as(name).isNotNull();
        return Objects.requireNonNull(found);
    }

    /** A question that is to fail. */
    void forgive(String part) {
        complaints.removeIf(complaint -> complaint.contains(part));
    }

    /** Numbers that a script gives back. */
    @SuppressWarnings("unchecked")
    Map<String, Object> measure(String script) {
        return (Map<String, Object>) page.evaluate(script);
    }

    @Override
    public void close() {
        context.close();
        assertThat(complaints).as("what went wrong in the browser").isEmpty();
    }
}
