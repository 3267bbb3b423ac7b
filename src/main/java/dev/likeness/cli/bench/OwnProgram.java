package dev.likeness.cli.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// The program that runs, to be started as a separate process.
final class OwnProgram {
    private OwnProgram() {}

    /// The command line that started this program, without a command.
    static List<String> commandLine(CommandSpec spec) {
        RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
        List<String> program = new ArrayList<>();
        program.add(ProcessHandle.current()
                .info()
                .command()
                .orElse(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        // A debugger or profiler of this process must not attach to the new one.
        runtime.getInputArguments().stream()
                .filter(argument -> !argument.startsWith("-agent")
                        && !argument.startsWith("-javaagent")
                        && !argument.startsWith("-XX:StartFlightRecording"))
                .forEach(program::add);
        Object root = spec.root().userObject();
        program.addAll(List.of("-cp", runtime.getClassPath(), root.getClass().getName()));
        return program;
    }
}
