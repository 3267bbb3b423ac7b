package dev.likeness.cli.gallery;

import dev.likeness.cli.options.EngineCommand;
import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.Counted;
import dev.likeness.cli.terminal.ShellText;
import dev.likeness.engine.Engine;
import dev.likeness.engine.contents.PhotoDetails;
import dev.likeness.face.PhotoId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "turn",
        description = {
            "Turn a photo that is shown lying or upside down: likeness turn PHOTO --by 90.",
            "",
            "The photo is searched for faces again; what you said about its faces stays. It stays as you turned it when it is ingested again. Its file is not changed. This is no edit of people: likeness people undo does not turn it back; likeness turn does.",
            ""
        })
public final class TurnCommand extends EngineCommand {
    private static final int FULL_TURN = 360;

    @Option(
            names = "--by",
            required = true,
            paramLabel = "DEGREES",
            description = "90 (clockwise), 180 or 270, from how the photo is shown now.")
    private int degrees;

    @Parameters(paramLabel = "PHOTO", description = "A photo's path or the first digits of its hash.")
    private String photo = "";

    TurnCommand(Console console) {
        super(console);
    }

    @Override
    protected int run(Engine engine, GlobalOptions global) {
        String gallery = global.gallery();
        PhotoId id = engine.people(gallery).references().photo(photo);
        PhotoDetails turned = engine.turning(gallery).turnBy(id, degrees);
        global.printResult(turned, () -> {
            global.console()
                    .print("Turned the photo: it is shown at %d° to its file, %d × %d px, with %s"
                            .formatted(
                                    turned.turned(),
                                    turned.width(),
                                    turned.height(),
                                    Counted.faces(turned.faces().size())));
            global.console()
                    .note("To undo: likeness turn %s --by %d%s"
                            .formatted(ShellText.quoted(photo), FULL_TURN - degrees, global.sameGallery()));
        });
        return 0;
    }
}
