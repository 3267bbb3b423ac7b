package dev.likeness.cli.people.edit;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.engine.people.EditResult;

/// Prints the result of an edit.
public final class EditPrinter {
    private EditPrinter() {}

    /// Says what came of something a user said.
    public static void print(GlobalOptions global, EditResult result) {
        global.printResult(result, () -> {
            global.console().print(describe(result));
            if (result.event() != null) {
                global.console().note("likeness people undo takes it back.");
            }
        });
    }

    static String describe(EditResult result) {
        String did = Character.toUpperCase(result.description().charAt(0))
                + result.description().substring(1);
        return switch (result.faces().size()) {
            case 0 -> did;
            case 1 -> did + " (1 face moved)";
            default -> did + " (" + result.faces().size() + " faces moved)";
        };
    }
}
