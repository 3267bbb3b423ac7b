package dev.likeness.cli.evaluate;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.VersionProvider;
import dev.likeness.config.Configuration;
import dev.likeness.evaluation.report.Provenance;
import dev.likeness.evaluation.report.Report;
import dev.likeness.evaluation.report.ReportFormat;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.inference.model.ModelCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The files that a report is written to, besides the terminal.
public final class ReportFlags {
    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Write the report with its plots to this self-contained HTML page.")
    private @Nullable Path html;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "Write the report as JSON and HTML into this folder, named after the measurement.")
    private @Nullable Path output;

    /// Prints the report, as a table or as JSON, and writes the requested files.
    ///
    /// @throws LikenessException `IO_FAILED` if a file cannot be written
    void deliver(GlobalOptions global, Report report, Provenance provenance) {
        deliver(global, report, provenance, html);
        if (output != null) {
            write(output.resolve(report.kind() + ".json"), ReportFormat.JSON.render(report, provenance));
            write(output.resolve(report.kind() + ".html"), ReportFormat.HTML.render(report, provenance));
        }
    }

    /// Prints the report and writes its page, if one is requested.
    static void deliver(GlobalOptions global, Report report, Provenance provenance, @Nullable Path html) {
        ReportFormat printed = global.json() ? ReportFormat.JSON : ReportFormat.TEXT;
        printed.render(report, provenance).lines().forEach(global.console()::print);
        if (html != null) {
            write(html, ReportFormat.HTML.render(report, provenance));
        }
    }

    /// The provenance of a report: this build and machine.
    ///
    /// @param model the id of the evaluated model
    /// @param sha256 the hash of its weights; empty if it is unknown
    /// @param parameters the options of the measurement, in the order shown
    public static Provenance provenance(String model, String sha256, Map<String, String> parameters) {
        return new Provenance(
                VersionProvider.revision(), model, sha256, Provenance.thisMachine(), new LinkedHashMap<>(parameters));
    }

    /// The provenance of a report about a model that is not opened here.
    static Provenance provenance(Configuration configuration, String model, Map<String, String> parameters) {
        ModelCatalog catalog = ModelCatalog.of(configuration.models().directories());
        String sha256 = catalog.inspect(catalog.manifest(model)).sha256().orElse("");
        return provenance(model, sha256, parameters);
    }

    /// Writes a file and creates its folders.
    ///
    /// @throws LikenessException `IO_FAILED` if it cannot be written
    public static void write(Path file, String text) {
        try {
            Path parent = file.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "the report must be writable, got: " + file, e);
        }
    }
}
