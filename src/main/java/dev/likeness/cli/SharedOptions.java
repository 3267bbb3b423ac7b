package dev.likeness.cli;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.options.ModelFlags;
import dev.likeness.cli.terminal.Console;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/// The options that most commands have. The help of a command names them in one paragraph, and `likeness
/// help options` explains them, so that the command's own options are not lost among them.
final class SharedOptions {
    private static final String SECTION = "sharedOptions";
    private static final int INDENT = 2;

    private SharedOptions() {}

    private static CommandSpec all(Console console) {
        return CommandSpec.create()
                .addMixin("global", CommandSpec.forAnnotatedObject(new GlobalOptions(console)))
                .addMixin("models", CommandSpec.forAnnotatedObject(new ModelFlags()))
                .mixinStandardHelpOptions(true);
    }

    /// Shortens the help of a program's commands.
    static void shorten(CommandLine program, Console console) {
        List<OptionSpec> shared = all(console).options();
        program.setHelpFactory((command, colors) -> new ShortHelp(command, colors, shared));
        shorten(program);
    }

    private static void shorten(CommandLine command) {
        command.getHelpSectionMap()
                .put(
                        UsageMessageSpec.SECTION_KEY_OPTION_LIST,
                        help -> help instanceof ShortHelp own ? own.ownOptions() : help.optionList());
        command.getHelpSectionMap()
                .put(
                        UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING,
                        help -> help instanceof ShortHelp own
                                        && own.ownOptions().isEmpty()
                                ? ""
                                : help.optionListHeading());
        command.getHelpSectionMap().put(SECTION, help -> help instanceof ShortHelp own ? own.sharedNames() : "");
        List<String> sections = new ArrayList<>(command.getHelpSectionKeys());
        sections.remove(SECTION);
        sections.add(sections.indexOf(UsageMessageSpec.SECTION_KEY_OPTION_LIST) + 1, SECTION);
        command.setHelpSectionKeys(sections);
        command.getSubcommands().values().forEach(SharedOptions::shorten);
    }

    /// Prints what the shared options mean.
    static void explain(Console console, CommandLine program) {
        CommandLine shared = new CommandLine(all(console));
        shared.setUsageHelpAutoWidth(program.isUsageHelpAutoWidth());
        shared.setUsageHelpWidth(program.getUsageHelpWidth());
        program.getOut().println("The options that most commands have; the help of a command names those it has.");
        program.getOut().println();
        program.getOut().print(shared.getHelp().optionList());
        program.getOut().flush();
    }

    /// The help of a command without the shared options.
    private static final class ShortHelp extends Help {
        private final List<OptionSpec> own = new ArrayList<>();
        private final List<OptionSpec> shared = new ArrayList<>();

        ShortHelp(CommandSpec command, ColorScheme colors, List<OptionSpec> known) {
            super(command, colors);
            for (OptionSpec option : command.options()) {
                if (option.hidden() || option.group() != null) {
                    continue;
                }
                boolean isShared =
                        !command.root().equals(command) && known.stream().anyMatch(other -> isSame(option, other));
                (isShared ? shared : own).add(option);
            }
        }

        /// Some commands have an option of their own under the same name.
        private static boolean isSame(OptionSpec option, OptionSpec other) {
            return option.longestName().equals(other.longestName())
                    && option.paramLabel().equals(other.paramLabel())
                    && Arrays.equals(option.description(), other.description());
        }

        String ownOptions() {
            return optionListExcludingGroups(own) + optionListGroupSections();
        }

        String sharedNames() {
            if (shared.isEmpty()) {
                return "";
            }
            String names = shared.stream().map(OptionSpec::longestName).sorted().collect(Collectors.joining(", "));
            TextTable paragraph = TextTable.forColumns(
                    colorScheme(), new Column(commandSpec().usageMessage().width(), INDENT, Column.Overflow.WRAP));
            paragraph.addRowValues(names);
            return createHeading("%nShared options, explained by likeness help options:%n") + paragraph;
        }

        @Override
        protected Ansi.Text createDetailedSynopsisOptionsText(
                Collection<ArgSpec> done, Comparator<OptionSpec> sort, boolean clusterBooleanOptions) {
            Set<ArgSpec> all = new HashSet<>(done);
            all.addAll(shared);
            Ansi.Text synopsis = super.createDetailedSynopsisOptionsText(all, own, sort, clusterBooleanOptions);
            return shared.isEmpty() ? synopsis : synopsis.concat(" [SHARED OPTIONS]");
        }
    }
}
