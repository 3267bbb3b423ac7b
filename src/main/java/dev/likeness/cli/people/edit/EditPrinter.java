package dev.likeness.cli.people.edit;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.engine.people.EditResult;
import java.util.function.UnaryOperator;

/// Prints the result of an edit.
public final class EditPrinter {
    private EditPrinter() {}

    /// Prints an edit's description and how to undo it.
    public static void print(GlobalOptions global, EditResult result) {
        print(global, result, description -> description);
    }

    /// The same with other words for what the description names.
    static void print(GlobalOptions global, EditResult result, UnaryOperator<String> wording) {
        global.printResult(result, () -> {
            global.console().print(wording.apply(describe(result)));
            if (result.event() != null) {
                global.console().note("To undo: likeness people undo" + global.sameGallery());
            }
        });
    }

    static String describe(EditResult result) {
        String description = Character.toUpperCase(result.description().charAt(0))
                + result.description().substring(1);
        return switch (result.faces().size()) {
            case 0 -> description;
            case 1 -> description + " (1 face moved)";
            default -> description + " (" + result.faces().size() + " faces moved)";
        };
    }
}
