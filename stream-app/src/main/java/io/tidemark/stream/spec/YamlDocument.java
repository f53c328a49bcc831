package io.tidemark.stream.spec;

import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Parses a file's text into nodes, within limits of size, depth and number of aliases. */
public final class YamlDocument {
    private static final int MOST_CHARACTERS = 256 * 1024;
    private static final int DEEPEST = 10;
    private static final int MOST_ALIASES = 100;

    private YamlDocument() {}

    /**
     * The one document in a text.
     *
     * @throws InvalidSpecException if there is none, there are more, or it goes beyond the limits
     */
    public static Node parse(String yaml) {
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new CoreSchema()) // the default takes ~ for text
                .setCodePointLimit(MOST_CHARACTERS)
                .setAllowNonScalarKeys(true) // to be refused with their line
                .setMaxAliasesForCollections(MOST_ALIASES)
                .build();
        try {
            requireHarmless(new Parse(settings).parseString(yaml));
            return new Compose(settings)
                    .composeString(yaml)
                    .orElseThrow(() -> invalid(0, "the file is empty", "write at least \"model: NAME\""));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(Mark::getLine).orElse(-1) + 1;
            throw invalid(line, e.getProblem() + " (this is no YAML)", "check indentation, quotes and colons");
        } catch (YamlEngineException e) {
            throw invalid(0, String.valueOf(e.getMessage()), "check that the file is YAML in UTF-8");
        } catch (InvalidSpecException e) {
            throw e;
        } catch (RuntimeException e) {
            // The library fails with any of them on escapes and tags that are cut short.
            throw invalid(0, "this is no YAML: " + e.getMessage(), "check escapes after backslashes, and tags");
        }
    }

    /** Looks at the events before anything is built from them. */
    private static void requireHarmless(Iterable<Event> events) {
        int depth = 0;
        int aliases = 0;
        int documents = 0;
        for (Event event : events) {
            switch (event) {
                case CollectionStartEvent start -> depth++;
                case CollectionEndEvent end -> depth--;
                case AliasEvent alias -> aliases++;
                case DocumentStartEvent document -> documents++;
                default -> {}
            }
            int line = event.getStartMark().map(Mark::getLine).orElse(-1) + 1;
            if (depth > DEEPEST) {
                throw invalid(
                        line, "maps and lists nested more than " + DEEPEST + " deep", "a spec has at most five levels");
            }
            if (aliases > MOST_ALIASES) {
                throw invalid(line, "more than " + MOST_ALIASES + " aliases", "write the values out");
            }
            if (documents > 1) {
                throw invalid(line, "a second document begins", "put each monitor in a file of its own");
            }
        }
    }

    private static InvalidSpecException invalid(int line, String what, String remedy) {
        return new InvalidSpecException(List.of(new SpecProblem(line, "", what, remedy)));
    }
}
