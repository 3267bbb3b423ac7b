package dev.likeness.cli.gallery;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.people.ContextFormatter;
import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.ScoreFormatter;
import dev.likeness.cli.terminal.TextTable;
import dev.likeness.engine.Engine;
import dev.likeness.engine.contents.PhotoDetails;
import dev.likeness.face.Box;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        description = {"Show a photo's faces, their people and the assignment reasons.", ""})
public final class ShowCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global;

    @Parameters(paramLabel = "PHOTO", description = "An ingested photo, found by its path or its content.")
    private Path photo = Path.of("");

    ShowCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        try (Engine engine = global.engine()) {
            PhotoDetails found = engine.contents(global.gallery()).photoAt(photo);
            PhotoDetails details =
                    found.with(engine.people(global.gallery()).relations().contexts(found.photo()));
            global.printResult(details, () -> print(details));
            String path = photo.toAbsolutePath().normalize().toString();
            if (details.companions().contains(path)) {
                global.console().note("%s is not read; it shows the same shot as this photo.".formatted(photo));
            }
            return 0;
        }
    }

    /// As much of the time as is known, and who says so unless it is the camera.
    private static String captured(PhotoDetails details) {
        String time = String.valueOf(details.captureTime());
        String precision = String.valueOf(details.captureTimePrecision());
        int known = switch (precision) {
            case "day" -> "2020-01-02".length();
            case "month" -> "2020-01".length();
            case "year" -> "2020".length();
            default -> time.length();
        };
        String source = String.valueOf(details.captureTimeSource());
        return time.substring(0, known) + (source.equals("exif") ? "" : " (by " + source.replace('-', ' ') + ")");
    }

    private static String turned(PhotoDetails details) {
        return details.turned() == 0
                ? ""
                : ", turned by %d° %s"
                        .formatted(details.turned(), details.turnedByUser() ? "as you said" : "by its faces");
    }

    private void print(PhotoDetails details) {
        Console console = global.console();
        console.print("photo  " + details.photo());
        details.fileIds().forEach(file -> console.print("file   " + file));
        details.paths().forEach(path -> console.print("path   " + path));
        details.companions().forEach(path -> console.print("same   " + path + " (the same shot)"));
        console.print(String.format(
                Locale.ROOT,
                "image  %s, %d × %d px%s%s",
                details.format(),
                details.width(),
                details.height(),
                turned(details),
                details.captureTime() == null ? "" : ", captured " + captured(details)));
        TextTable table = TextTable.of(
                "face", "left", "top", "width", "height", "score", "magnitude", "quality", "person", "reason");
        for (PhotoDetails.PhotoFace face : details.faces()) {
            Box box = face.detection().box();
            table.row(
                    face.face().ordinal(),
                    Math.round(box.left()),
                    Math.round(box.top()),
                    Math.round(box.width()),
                    Math.round(box.height()),
                    String.format(Locale.ROOT, "%.2f", face.detection().score()),
                    String.format(Locale.ROOT, "%.1f", face.magnitude()),
                    face.quality(),
                    TextTable.person(face.person(), face.name()),
                    face.notAFace() ? "marked as not a face" : ScoreFormatter.assignment(face.reason(), face.margin()));
        }
        table.print(console, "");
        for (PhotoDetails.PhotoFace face : details.faces()) {
            if (face.context() != null) {
                console.print("face " + face.face().ordinal() + ": " + ContextFormatter.text(face.context()));
            }
        }
        if (details.faces().isEmpty()) {
            console.print("no faces");
        }
    }
}
