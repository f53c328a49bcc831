package io.tidemark.load.bench;

import io.tidemark.load.pieces.PiecesCommand;
import io.tidemark.load.swap.SwapCommand;
import io.tidemark.standalone.cli.CommandProvider;
import io.tidemark.standalone.cli.Console;
import picocli.CommandLine;

/** Adds {@code bench} and what is below it to the command line wherever this module is on the class path. */
public final class BenchCommandProvider implements CommandProvider {
    @Override
    public Object command(Console console) {
        return new CommandLine(new BenchCommand(console))
                .addSubcommand(new LabelBenchCommand(console))
                .addSubcommand(new TrainBenchCommand(console))
                .addSubcommand(new SwapCommand(console))
                .addSubcommand(new PiecesCommand(console));
    }
}
