package dev.likeness.cli.options;

import dev.likeness.cli.terminal.Console;
import dev.likeness.support.Json;
import picocli.CommandLine.Option;

/// What every command understands that prints an answer.
public final class GlobalOptions extends GalleryOptions {
    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    public GlobalOptions(Console console) {
        super(console);
    }

    public boolean json() {
        return json;
    }

    /// Prints an answer: as JSON if that was asked for, else as `text` does.
    public void printResult(Object answer, Runnable text) {
        if (json) {
            console().print(Json.line(answer));
        } else {
            text.run();
        }
    }
}
