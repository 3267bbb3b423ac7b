package dev.likeness.cli.terminal;

import dev.likeness.cli.log.LogFormat;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// The two streams of a command: one for results, one for messages to the user.
///
/// @param interactive whether the streams are the process's own, so that a terminal may be behind them
public record Console(PrintStream output, PrintStream errors, Map<String, String> environment, boolean interactive) {
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    /// Prints one line of the result; control characters are replaced, so that a file name with a newline
    /// stays one line.
    public void print(String line) {
        output.println(CONTROL.matcher(line).replaceAll("?"));
    }

    /// Prints a message that is not part of the result.
    public void note(String line) {
        errors.println(LogFormat.isJson() ? LogFormat.info(line) : line);
    }

    /// Prints a message of a server that others wait for on the standard output.
    public void announce(String line) {
        if (LogFormat.isJson()) {
            output.println(LogFormat.info(line));
        } else {
            print(line);
        }
    }

    /// Prints an error message.
    public void error(String line) {
        errors.println(LogFormat.isJson() ? LogFormat.error(line, null) : "likeness: " + line);
    }

    public void trace(Throwable failure) {
        if (LogFormat.isJson()) {
            errors.println(LogFormat.error(String.valueOf(failure.getMessage()), failure));
        } else {
            failure.printStackTrace(errors);
        }
    }

    /// Whether output goes to a terminal, so that a progress bar makes sense.
    public boolean isTerminal() {
        return interactive
                && !LogFormat.isJson()
                && Optional.ofNullable(System.console())
                        .map(java.io.Console::isTerminal)
                        .orElse(false);
    }

    /// Starts a progress bar with rate and remaining time; does nothing if the output is not a terminal.
    ///
    /// @param total −1 if it is not known yet
    public Progress progress(String task, String unit, long total) {
        if (!isTerminal()) {
            return new Progress(null, "");
        }
        return Progress.start(task, unit, total, new ConsoleProgressBarConsumer(errors));
    }

    /// A running progress bar.
    ///
    /// @param bar null if the output is not a terminal
    /// @param separator what stands before a message
    public record Progress(@Nullable ProgressBar bar, String separator) implements AutoCloseable {
        /// Columns that a line with everything needs, and one without the rate. A line that is too long is
        /// cut off.
        private static final int COLUMNS_WITH_RATE = 76;

        private static final int COLUMNS_WITH_TIME = 60;

        static Progress start(String task, String unit, long total, ProgressBarConsumer consumer) {
            int columns = consumer.getMaxRenderedLength();
            ProgressBarBuilder builder = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(total)
                    .setUnit(" " + unit, 1)
                    .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BAR)
                    .setConsumer(consumer)
                    .setUpdateIntervalMillis(200);
            boolean withRate = columns >= COLUMNS_WITH_RATE;
            if (withRate) {
                builder.showSpeed();
            }
            if (columns < COLUMNS_WITH_TIME) {
                builder.hideEta();
            }
            // Nothing stands between a rate and a message.
            return new Progress(builder.build(), withRate ? ", " : "");
        }

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
                bar.setExtraMessage(message.isEmpty() ? "" : separator + message);
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
