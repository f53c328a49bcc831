package io.tidemark.standalone.cli;

import io.tidemark.stream.config.MonitorConfig;
import io.tidemark.stream.notify.ChannelSettings;
import io.tidemark.stream.notify.ChannelTest;
import io.tidemark.stream.notify.Channels;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Checks the file of channels that are told of drift events, and whether messages arrive. Needs no cluster. */
@Command(
        name = "notify",
        description = "Check the channels that are told of drift events, or send them a test message.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark notify check --channels channels.yaml",
            "  tidemark notify test --channels channels.yaml",
            "  tidemark notify test --channels channels.yaml --channel ops"
        })
final class NotifyCommand implements Runnable {
    private static final String VARIABLE = "TIDEMARK_NOTIFY_CHANNELS";

    private final Console console;
    private final Map<String, String> environment;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    NotifyCommand(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = environment;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Check or test?");
    }

    @Command(
            name = "check",
            description = {
                "Check a file of channels without sending anything.",
                "",
                "All that is wrong is named by line and key; values that are taken from the environment or from files must be there."
            },
            footerHeading = "%nExamples:%n",
            footer = {"  tidemark notify check --channels channels.yaml"})
    int check(
            @Option(
                            names = "--channels",
                            paramLabel = "FILE",
                            description = "The file of channels, in YAML. Environment: " + VARIABLE + ".")
                    Optional<Path> file) {
        Channels channels = read(file);
        for (ChannelSettings channel : channels.byName().values()) {
            console.out().println(console.styled(channel.name(), Console.Style.BOLD) + "  " + channel.type());
        }
        console.out()
                .println("Models whose spec has no notify are told to: "
                        + (channels.defaults().isEmpty()
                                ? "nobody"
                                : String.join(
                                        ", ",
                                        channels.defaults().stream()
                                                .map(route -> route.channel() + " (from "
                                                        + DriftEventText.words(
                                                                route.severity().name()) + ")")
                                                .toList())));
        return ExitCode.OK.code();
    }

    @Command(
            name = "test",
            description = {
                "Send a test message to each channel, or to one, and say what the other side answers.",
                "",
                "The message says that it is a test. In PagerDuty it opens an alert and resolves it at once."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  tidemark notify test --channels channels.yaml",
                "  tidemark notify test --channels channels.yaml --channel ops"
            })
    int test(
            @Option(
                            names = "--channels",
                            paramLabel = "FILE",
                            description = "The file of channels, in YAML. Environment: " + VARIABLE + ".")
                    Optional<Path> file,
            @Option(names = "--channel", paramLabel = "NAME", description = "Only this channel.") Optional<String> name,
            @Option(
                            names = "--dashboard",
                            paramLabel = "URL",
                            description = "Where the message links to, as " + MonitorConfig.NOTIFY_DASHBOARD_URL + ".")
                    Optional<String> dashboard)
            throws InterruptedException {
        List<ChannelTest.Result> results = new ArrayList<>();
        for (ChannelSettings channel : chosen(read(file), name)) {
            for (ChannelTest.Result result : ChannelTest.send(channel, dashboard, InstantSource.system())) {
                results.add(result);
                print(result);
            }
        }
        long failed = results.stream().filter(result -> !result.delivered()).count();
        if (failed > 0) {
            throw new CliException(
                    ExitCode.FAILURE,
                    "%,d of %,d test messages were not taken. What the other side said stands above."
                            .formatted(failed, results.size()));
        }
        return ExitCode.OK.code();
    }

    private void print(ChannelTest.Result result) {
        console.out()
                .println(console.styled(result.channel(), Console.Style.BOLD) + "  " + result.type() + "  "
                        + (result.delivered()
                                ? console.styled("taken", Console.Style.GREEN)
                                : console.styled("not taken", Console.Style.RED))
                        + "  " + result.detail());
    }

    private static Collection<ChannelSettings> chosen(Channels channels, Optional<String> name) {
        return name.<Collection<ChannelSettings>>map(given -> List.of(channels.find(given)
                        .orElseThrow(() -> CliException.usage("There is no channel " + given + ". The file has: "
                                + String.join(", ", channels.byName().keySet()) + "."))))
                .orElseGet(() -> channels.byName().values());
    }

    private Channels read(Optional<Path> file) {
        Path path = file.or(() -> Optional.ofNullable(environment.get(VARIABLE))
                        .filter(given -> !given.isBlank())
                        .map(Path::of))
                .orElseThrow(
                        () -> CliException.usage("Name the file of channels with --channels, or in " + VARIABLE + "."));
        return Channels.read(path, environment);
    }
}
