package dev.likeness.cli;

import dev.likeness.cli.bench.BenchCommand;
import dev.likeness.cli.doctor.DoctorCommand;
import dev.likeness.cli.evaluate.CalibrateCommand;
import dev.likeness.cli.evaluate.EvaluateCommand;
import dev.likeness.cli.gallery.ClusterCommand;
import dev.likeness.cli.gallery.DuplicatesCommand;
import dev.likeness.cli.gallery.ExportCommand;
import dev.likeness.cli.gallery.GalleryCommand;
import dev.likeness.cli.gallery.IngestCommand;
import dev.likeness.cli.gallery.PhotosCommand;
import dev.likeness.cli.gallery.SearchCommand;
import dev.likeness.cli.gallery.ShowCommand;
import dev.likeness.cli.gallery.TurnCommand;
import dev.likeness.cli.gallery.VerifyCommand;
import dev.likeness.cli.log.LogFormat;
import dev.likeness.cli.models.ModelsCommand;
import dev.likeness.cli.options.EnumWords;
import dev.likeness.cli.options.GalleryOptions;
import dev.likeness.cli.people.PeopleCommand;
import dev.likeness.cli.serve.AuditCommand;
import dev.likeness.cli.serve.KeysCommand;
import dev.likeness.cli.serve.ServeCommand;
import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.NativeMessages;
import dev.likeness.cli.terminal.RemedyText;
import dev.likeness.cli.terminal.VersionProvider;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Remedy;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/// The program `likeness`. Exit status: 0 success, 1 a failure of the program, 2 an error of the caller,
/// reported in one line, with one more line for each remedy.
@Command(
        name = "likeness",
        description = {
            "Face clustering and gallery search.",
            "",
            "Finds the faces in your photos, clusters them into people, and searches for people by picture."
                    + " All data stays on this machine.",
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
            PhotosCommand.class,
            ShowCommand.class,
            TurnCommand.class,
            ExportCommand.class,
            GalleryCommand.class,
            KeysCommand.class,
            AuditCommand.class,
            ModelsCommand.class,
            DoctorCommand.class,
            EvaluateCommand.class,
            CalibrateCommand.class,
            BenchCommand.class,
            CompletionCommand.class,
            HelpCommand.class
        })
public final class Likeness implements Runnable {
    /// Shown below the help of the program only; an annotation's footer would be inherited by every command.
    private static final String[] FIRST_STEPS = {
        "",
        "First steps:",
        "  likeness serve ~/Pictures       add a folder of photos and serve the HTTP API",
        "  likeness ingest ~/Pictures      add a folder of photos",
        "  likeness cluster                cluster all faces into people",
        "  likeness people                 list people",
        "  likeness search someone.jpg     search for a face",
        "",
        "Help for a command: likeness COMMAND --help; for the options that most commands have: likeness help options"
    };

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    /// A strong reference: a logger without one is collected and loses its level.
    private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

    private Likeness() {}

    public static void main(String[] arguments) {
        if (!List.of(arguments).contains("--verbose")) {
            System.setErr(NativeMessages.drop(System.err));
        }
        System.exit(run(arguments, new Console(System.out, System.err, System.getenv(), true)));
    }

    /// Runs one command line, as [#main] does, on this console.
    static int run(String[] arguments, Console console) {
        LogFormat.start(arguments, console.environment());
        LUCENE.setLevel(Level.WARNING);
        CommandLine commandLine = new CommandLine(new Likeness(), new CommandFactory(console));
        TrainingCommands.addTo(commandLine);
        commandLine.setOut(new PrintWriter(console.output(), true, StandardCharsets.UTF_8));
        commandLine.setErr(new PrintWriter(console.errors(), true, StandardCharsets.UTF_8));
        commandLine.getCommandSpec().usageMessage().footer(FIRST_STEPS);
        EnumWords.registerIn(commandLine);
        commandLine.setUsageHelpAutoWidth(true);
        SharedOptions.shorten(commandLine, console);
        // for `people --sort name`, because `name` is also a subcommand of people
        commandLine.setAllowSubcommandsAsOptionParameters(true);
        commandLine.registerConverter(LocalDate.class, Likeness::day);
        commandLine.setParameterExceptionHandler((failure, _) -> {
            console.error(String.valueOf(failure.getMessage()));
            StringWriter suggestions = new StringWriter();
            CommandLine.UnmatchedArgumentException.printSuggestions(failure, new PrintWriter(suggestions, true));
            suggestions.toString().lines().forEach(console::note);
            console.note("Try: " + failure.getCommandLine().getCommandSpec().qualifiedName() + " --help");
            return CommandLine.ExitCode.USAGE;
        });
        commandLine.setExecutionExceptionHandler((failure, _, parsed) -> fail(failure, console, parsed));
        int status = commandLine.execute(arguments);
        console.output().flush();
        return status;
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException _) {
            throw new CommandLine.TypeConversionException("must be a day such as 1815-12-10, got: " + text);
        }
    }

    private static int fail(Exception failure, Console console, CommandLine.ParseResult parsed) {
        boolean verbose = parsed.asCommandLineList().stream()
                .anyMatch(command -> command.getParseResult() != null
                        && command.getParseResult().hasMatchedOption("--verbose"));
        return switch (failure) {
            case LikenessException exception -> {
                console.error(exception.getMessage());
                for (Remedy remedy : exception.facts().remedies()) {
                    if (remedy instanceof Remedy.ChooseGalleries) {
                        options(parsed)
                                .map(GalleryOptions::whereElse)
                                .orElse(List.of())
                                .forEach(console::note);
                    }
                    console.note(RemedyText.of(
                            remedy,
                            options(parsed).map(GalleryOptions::sameIndex).orElse("")));
                }
                if (verbose) {
                    console.trace(exception);
                }
                yield exception.code().fault() == ErrorCode.Fault.CALLER
                        ? CommandLine.ExitCode.USAGE
                        : CommandLine.ExitCode.SOFTWARE;
            }
            default -> {
                console.error("internal error: " + failure
                        + (verbose ? "" : " (run again with --verbose for a stack trace; please report it)"));
                if (verbose) {
                    console.trace(failure);
                }
                yield CommandLine.ExitCode.SOFTWARE;
            }
        };
    }

    /// The gallery options of the failed command.
    private static Optional<GalleryOptions> options(CommandLine.ParseResult parsed) {
        return parsed.asCommandLineList().stream()
                .flatMap(command -> galleryOptions(command.getCommandSpec()))
                .findFirst();
    }

    /// The gallery options of a command, which may be a mixin of its mixins.
    private static Stream<GalleryOptions> galleryOptions(CommandLine.Model.CommandSpec command) {
        return command.mixins().values().stream()
                .flatMap(mixin -> mixin.userObject() instanceof GalleryOptions options
                        ? Stream.of(options)
                        : galleryOptions(mixin));
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
