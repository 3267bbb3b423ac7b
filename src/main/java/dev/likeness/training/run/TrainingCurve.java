package dev.likeness.training.run;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.support.AtomicFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// The steps of a run as a CSV file, one line a step, written as they are done. A run that goes on
/// from a checkpoint forgets the steps after it, which it then does again.
///
/// @param <S> what is told of a step
public final class TrainingCurve<S extends CurveStep> implements AutoCloseable {
    private final Path file;
    private final Format<S> format;
    private final BufferedWriter writer;

    private TrainingCurve(Path file, Format<S> format, BufferedWriter writer) {
        this.file = file;
        this.format = format;
        this.writer = writer;
    }

    /// How steps are written.
    ///
    /// @param columns their names; the first two hold whole numbers, the last one a speed
    /// @param values of a step, one a column
    /// @param step of such values
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

    /// Opens the curve of a run that has done so many steps.
    static <S extends CurveStep> TrainingCurve<S> open(Path file, Format<S> format, long stepsDone) {
        try {
            List<String> kept = new ArrayList<>();
            kept.add(format.header());
            if (stepsDone > 0 && Files.exists(file)) {
                read(file, format).stream()
                        .filter(step -> step.step() <= stepsDone)
                        .map(format::line)
                        .forEach(kept::add);
            }
            AtomicFile.write(file, (String.join("\n", kept) + "\n").getBytes(StandardCharsets.UTF_8));
            return new TrainingCurve<>(file, format, Files.newBufferedWriter(file, StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /// The steps that a file holds. A last line that was cut off is left out.
    ///
    /// @throws LikenessException `IO_FAILED` if the file cannot be read; `INVALID_ARGUMENT` naming a
    ///     line that is no step
    static <S extends CurveStep> List<S> read(Path file, Format<S> format) {
        List<S> steps = new ArrayList<>();
        try {
            String text = Files.readString(file);
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
