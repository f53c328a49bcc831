package io.tidemark.standalone.cli;

import io.tidemark.standalone.replay.LabelDelay;
import java.util.Optional;
import picocli.CommandLine.Option;

/** When labels become known: the options that replay and backtest share. */
final class LabelTimeOptions {

    @Option(
            names = "--label-delay",
            paramLabel = "DURATION",
            converter = LabelDelayOption.class,
            description = {
                "How long after the answer the truth is known, such as 30m or 2d. 1h..3d is a random delay in"
                        + " between for each row. Default: at once."
            })
    private LabelDelay labelDelay = LabelDelay.NONE;

    @Option(names = "--label-time", paramLabel = "COLUMN", description = "When the truth became known.")
    private Optional<String> labelTime = Optional.empty();

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            description = "Of random delays: with the same one, every id has the same delay again. Default: 0.")
    private Optional<Long> seed = Optional.empty();

    /** The option that says when truths are known, if one does. */
    Optional<String> option() {
        boolean delayed = !labelDelay.equals(LabelDelay.NONE);
        return delayed ? Optional.of("--label-delay") : labelTime.map(_ -> "--label-time");
    }

    void requireThatGoTogether(Optional<String> label) {
        option().filter(_ -> label.isEmpty()).ifPresent(option -> {
            throw CliException.usage(option + " needs --label: name the column that says what turned out to be true.");
        });
        if (!labelDelay.equals(LabelDelay.NONE) && labelTime.isPresent()) {
            throw CliException.usage(
                    "--label-delay and --label-time both say when the truth is known: use one of them.");
        }
    }

    void requireSeedOfSomething() {
        if (seed.isPresent() && !labelDelay.isRandom()) {
            throw CliException.usage("--seed is of random delays: give a range such as --label-delay 1h..3d.");
        }
    }

    LabelDelay delay() {
        return labelDelay.withSeed(seed.orElse(0L));
    }

    Optional<String> labelTime() {
        return labelTime;
    }
}
