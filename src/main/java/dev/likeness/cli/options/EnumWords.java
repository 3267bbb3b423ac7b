package dev.likeness.cli.options;

import dev.likeness.support.Keywords;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.TypeConversionException;

/// Lets every option whose value is a constant of an enum take the words of [Keywords], and name them if it
/// gets another one.
public final class EnumWords {
    private EnumWords() {}

    /// Changes the options of a program and of all its commands.
    public static void registerIn(CommandLine program) {
        register(program, program);
    }

    private static void register(CommandLine program, CommandLine command) {
        command.getCommandSpec().args().stream()
                .map(ArgSpec::type)
                .filter(Class::isEnum)
                .forEach(type -> registerConverter(program, type));
        command.getSubcommands().values().forEach(subcommand -> register(program, subcommand));
    }

    private static <E> void registerConverter(CommandLine program, Class<E> type) {
        program.registerConverter(
                type,
                word -> Keywords.find(type, word)
                        .map(type::cast)
                        .orElseThrow(() -> new TypeConversionException("%s, got: %s%s"
                                .formatted(Keywords.rule(type), word, Keywords.suggestion(type, word)))));
    }
}
