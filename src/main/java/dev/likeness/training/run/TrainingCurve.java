package dev.likeness.training.run;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.support.AtomicFile;
import dev.likeness.support.RegularFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// The steps of a run in a CSV file, one line per step, each written as it completes. A run that resumes from
/// a checkpoint removes the later steps, because it repeats them.
///
/// @param <S> the figures of one step
public final class TrainingCurve<S extends CurveStep> implements AutoCloseable {
    private final Path file;
    private final Format<S> format;
    private final BufferedWriter writer;

    private TrainingCurve(Path file, Format<S> format, BufferedWriter writer) {
        this.file = file;
        this.format = format;
        this.writer = writer;
    }

    /// The format of a step's line.
    ///
    /// @param columns names of the columns; the first two are integers, the last is a speed
    /// @param values the values of a step, one per column
    /// @param step creates the step from its values
    public record Format<S extends CurveStep>(
            List<String> columns, Function<S, double[]> values, Function<double[], S> step) {
        private static final int INTEGER_COLUMNS = 2;

        private String header() {
            return String.join(",", columns);
        }

        private String line(S step) {
            double[] numbers = values.apply(step);
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < numbers.length; i++) {
                double shown = i == numbers.length - 1 ? Math.round(10 * numbers[i]) / 10.0 : numbers[i];
                cells.add(i < INTEGER_COLUMNS ? Long.toString((long) numbers[i]) : Double.toString(shown));
            }
            return String.join(",", cells);
        }

        private S parsed(Path file, int number, String line) {
            String[] cells = line.split(",", -1);
            try {
                double[] numbers = new double[columns.size()];
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = Double.parseDouble(cells[i]);
                }
                return step.apply(numbers);
            } catch (NumberFormatException | IndexOutOfBoundsException e) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "%s, line %d: must hold %s, got: %s".formatted(file, number, header(), line),
                        e);
            }
        }
    }

    /// Opens the curve of a run with this number of completed steps.
    static <S extends CurveStep> TrainingCurve<S> open(Path file, Format<S> format, long stepsDone) {
        try {
            List<String> lines = new ArrayList<>();
            lines.add(format.header());
            if (stepsDone > 0 && Files.exists(file)) {
                read(file, format).stream()
                        .filter(step -> step.step() <= stepsDone)
                        .map(format::line)
                        .forEach(lines::add);
            }
            AtomicFile.write(file, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
            return new TrainingCurve<>(file, format, Files.newBufferedWriter(file, StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /// Reads the steps of a file. An incomplete last line is ignored.
    ///
    /// @throws LikenessException `IO_FAILED` if the file cannot be read; `INVALID_ARGUMENT` if a line is not
    ///     a step
    static <S extends CurveStep> List<S> read(Path file, Format<S> format) {
        List<S> steps = new ArrayList<>();
        try {
            String text = RegularFile.readString(file);
            List<String> lines =
                    text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
            for (int i = 1; i < lines.size(); i++) {
                steps.add(format.parsed(file, i + 1, lines.get(i)));
            }
            return steps;
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "training curve %s cannot be read".formatted(file), e);
        }
    }

    void add(S step) {
        try {
            writer.write(format.line(step));
            writer.write('\n');
            writer.flush();
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static LikenessException unwritable(Path file, IOException cause) {
        return new LikenessException(ErrorCode.IO_FAILED, "training curve %s cannot be written".formatted(file), cause);
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }
}
