package io.tidemark.load.scorecard;

import io.tidemark.standalone.cli.CommandProvider;
import io.tidemark.standalone.cli.Console;

/** Adds {@code scorecard} to the command line wherever this module is on the class path. */
public final class ScorecardCommandProvider implements CommandProvider {
    @Override
    public Object command(Console console) {
        return new ScorecardCommand(console);
    }
}
