package io.tidemark.load.soak;

import io.tidemark.standalone.cli.CommandProvider;
import io.tidemark.standalone.cli.Console;

/** Adds {@code soak} to the command line wherever this module is on the class path. */
public final class SoakCommandProvider implements CommandProvider {
    @Override
    public Object command(Console console) {
        return new SoakCommand(console);
    }
}
