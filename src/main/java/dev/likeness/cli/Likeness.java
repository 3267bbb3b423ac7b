package dev.likeness.cli;

import dev.likeness.cli.bench.BenchCommand;
import dev.likeness.cli.evaluate.CalibrateCommand;
import dev.likeness.cli.evaluate.EvaluateCommand;
import dev.likeness.cli.gallery.ClusterCommand;
import dev.likeness.cli.gallery.DuplicatesCommand;
import dev.likeness.cli.gallery.ExportCommand;
import dev.likeness.cli.gallery.GalleryCommand;
import dev.likeness.cli.gallery.IngestCommand;
import dev.likeness.cli.gallery.SearchCommand;
import dev.likeness.cli.gallery.ShowCommand;
import dev.likeness.cli.gallery.VerifyCommand;
import dev.likeness.cli.models.ModelsCommand;
import dev.likeness.cli.people.PeopleCommand;
import dev.likeness.cli.serve.KeysCommand;
import dev.likeness.cli.serve.ServeCommand;
import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.VersionProvider;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/// The program `likeness`. Exit status: 0 done, 1 a fault of ours, 2 a fault of the caller's (told in one
/// line).
@Command(
        name = "likeness",
        description = {
            "Photos go in, people come out.",
            "",
            "Finds the faces in your photos, tells who is who, and answers \"who is this\" and \"where else\"."
                    + " Everything stays on this machine.",
            ""
        },
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = VersionProvider.class,
        subcommands = {
            ServeCommand.class,
            IngestCommand.class,
            SearchCommand.class,
            VerifyCommand.class,
            ClusterCommand.class,
            PeopleCommand.class,
            DuplicatesCommand.class,
            ShowCommand.class,
            ExportCommand.class,
            GalleryCommand.class,
            KeysCommand.class,
            ModelsCommand.class,
            EvaluateCommand.class,
            CalibrateCommand.class,
            BenchCommand.class,
            CompletionCommand.class
        })
public final class Likeness implements Runnable {
    /// Below the program's own help, and not, as an annotation's footer would be, below every command's.
    private static final String[] FIRST_STEPS = {
        "",
        "First steps:",
        "  likeness serve ~/Pictures       read a folder of photos, and answer over HTTP",
        "  likeness ingest ~/Pictures      read a folder of photos",
        "  likeness cluster                group the faces into people",
        "  likeness people                 list them",
        "  likeness search someone.jpg     find a face's likes",
        "",
        "Every command explains itself: likeness COMMAND --help"
    };

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    /// Kept, because a logger that nobody holds forgets its level.
    private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

    private Likeness() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments, new Console(System.out, System.err, System.getenv(), true)));
    }

    /// Runs one command line, as [#main] does, on this console.
    static int run(String[] arguments, Console console) {
        LUCENE.setLevel(Level.WARNING);
        CommandLine commandLine = new CommandLine(new Likeness(), new CommandFactory(console));
        TrainingCommands.addTo(commandLine);
        commandLine.setOut(new PrintWriter(console.output(), true, StandardCharsets.UTF_8));
        commandLine.setErr(new PrintWriter(console.errors(), true, StandardCharsets.UTF_8));
        commandLine.getCommandSpec().usageMessage().footer(FIRST_STEPS);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setUsageHelpAutoWidth(true);
        // people --sort name, where name is a command of people's, too
        commandLine.setAllowSubcommandsAsOptionParameters(true);
        commandLine.setParameterExceptionHandler((failure, _) -> {
            console.error(String.valueOf(failure.getMessage()));
            CommandLine.UnmatchedArgumentException.printSuggestions(
                    failure, failure.getCommandLine().getErr());
            console.note("Try: " + failure.getCommandLine().getCommandSpec().qualifiedName() + " --help");
            return CommandLine.ExitCode.USAGE;
        });
        commandLine.setExecutionExceptionHandler((failure, _, parsed) -> fail(failure, console, parsed));
        int status = commandLine.execute(arguments);
        console.output().flush();
        return status;
    }

    private static int fail(Exception failure, Console console, CommandLine.ParseResult parsed) {
        boolean verbose = parsed.asCommandLineList().stream()
                .anyMatch(command -> command.getParseResult() != null
                        && command.getParseResult().hasMatchedOption("--verbose"));
        return switch (failure) {
            case LikenessException refusal -> {
                console.error(refusal.getMessage());
                if (verbose) {
                    console.trace(refusal);
                }
                yield refusal.code().fault() == ErrorCode.Fault.CALLER
                        ? CommandLine.ExitCode.USAGE
                        : CommandLine.ExitCode.SOFTWARE;
            }
            default -> {
                console.error("a defect of Likeness: " + failure
                        + (verbose ? "" : " (--verbose shows where; please report it)"));
                if (verbose) {
                    console.trace(failure);
                }
                yield CommandLine.ExitCode.SOFTWARE;
            }
        };
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
