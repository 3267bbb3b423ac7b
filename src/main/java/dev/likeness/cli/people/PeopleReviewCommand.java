package dev.likeness.cli.people;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.ScoreFormatter;
import dev.likeness.cli.terminal.TextTable;
import dev.likeness.engine.Engine;
import dev.likeness.engine.people.UncertainFace;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "review",
        description = {
            "List the most uncertain faces with the reason of their assignment.",
            "",
            "To decide a face permanently: likeness people confirm, reject or move.",
            ""
        })
final class PeopleReviewCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "Maximum number of faces (default: ${DEFAULT-VALUE}).")
    private int limit;

    PeopleReviewCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        try (Engine engine = global.engine()) {
            List<UncertainFace> faces = engine.people(global.gallery()).uncertainFaces(limit);
            global.printResult(faces, () -> print(faces));
            if (faces.isEmpty()) {
                global.console().note("No uncertain faces.");
            }
            return 0;
        }
    }

    private void print(List<UncertainFace> faces) {
        TextTable table = TextTable.of("face", "quality", "person", "reason");
        for (UncertainFace face : faces) {
            table.row(
                    PersonFormatter.faceOf(face.face(), face.path()),
                    face.quality(),
                    TextTable.person(face.person(), face.name()),
                    ScoreFormatter.assignment(face.reason(), face.margin()));
        }
        table.print(global.console(), "");
    }
}
