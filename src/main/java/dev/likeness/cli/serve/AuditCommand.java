package dev.likeness.cli.serve;

import dev.likeness.api.auth.KeyRing;
import dev.likeness.api.http.audit.AuditLog;
import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Console;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PhotoId;
import dev.likeness.support.RegularFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "audit",
        description = {
            "Show what the audit log of likeness serve says about a photo and its faces.",
            "",
            "The log holds no id of a photo, so that a deleted one leaves none; its lines are found by the key in"
                    + " .server/audit.key beside the galleries.",
            ""
        })
public final class AuditCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global;

    @Parameters(paramLabel = "PHOTO", description = "Id of the photo, or its file.")
    private String photo = "";

    AuditCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    /// Its components are the keys of the JSON result.
    record Lines(String photo, List<String> lines) {}

    @Override
    public Integer call() {
        PhotoId wanted = photo();
        List<String> lines = AuditLog.find(
                KeyRing.serverFolder(global.configuration(Map.of()).indexDirectory()), wanted);
        global.printResult(
                new Lines(wanted.sha256(), lines),
                () -> lines.forEach(line -> global.console().print(line)));
        if (lines.isEmpty()) {
            global.console().note("The audit log says nothing about this photo.");
        }
        return 0;
    }

    private PhotoId photo() {
        try {
            Path file = Path.of(photo);
            if (!Files.exists(file)) {
                return new PhotoId(photo);
            }
            return new PhotoId(RegularFile.sha256(file));
        } catch (InvalidPathException _) {
            return new PhotoId(photo);
        } catch (IOException e) {
            throw new LikenessException(
                    ErrorCode.IO_FAILED, "cannot read %s: %s".formatted(photo, RegularFile.reason(e)), e);
        }
    }
}
