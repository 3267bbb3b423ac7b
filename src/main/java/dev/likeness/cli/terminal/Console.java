package dev.likeness.cli.terminal;

import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// The two streams of a command: one for results, one for messages to the user.
///
/// @param interactive whether the streams are the process's own, so that a terminal may be behind them
public record Console(PrintStream output, PrintStream errors, Map<String, String> environment, boolean interactive) {
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    /// Prints one line of the result; control characters are replaced, so that a file name with a newline stays one
    /// line.
    public void print(String line) {
        output.println(CONTROL.matcher(line).replaceAll("?"));
    }

    /// Prints a message that is not part of the result.
    public void note(String line) {
        errors.println(line);
    }

    /// Prints an error message.
    public void error(String line) {
        errors.println("likeness: " + line);
    }

    public void trace(Throwable failure) {
        failure.printStackTrace(errors);
    }

    /// Whether output goes to a terminal, so that a progress bar makes sense.
    public boolean isTerminal() {
        return interactive
                && Optional.ofNullable(System.console())
                        .map(java.io.Console::isTerminal)
                        .orElse(false);
    }

    /// Starts a progress bar with rate and remaining time; does nothing if the output is not a terminal.
    ///
    /// @param total −1 if it is not known yet
    public Progress progress(String task, String unit, long total) {
        if (!isTerminal()) {
            return new Progress(null);
        }
        return new Progress(new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setUnit(" " + unit, 1)
                .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BAR)
                .setConsumer(new ConsoleProgressBarConsumer(errors))
                .showSpeed()
                .setUpdateIntervalMillis(200)
                .build());
    }

    /// A running progress bar.
    public record Progress(@Nullable ProgressBar bar) implements AutoCloseable {
        public void total(long total) {
            if (bar != null) {
                bar.maxHint(total);
            }
        }

        public void step() {
            if (bar != null) {
                bar.step();
            }
        }

        public void to(long done) {
            if (bar != null) {
                bar.stepTo(done);
            }
        }

        public void message(String message) {
            if (bar != null) {
                bar.setExtraMessage(message);
            }
        }

        @Override
        public void close() {
            if (bar != null) {
                bar.close();
            }
        }
    }
}
