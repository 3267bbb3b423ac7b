package dev.likeness.training;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// The steps of a run as a CSV file, one line a step, written as they are done. A run that goes on
/// from a checkpoint forgets the steps after it, which it then does again.
public final class TrainingCurve implements AutoCloseable {
    private static final String HEADER = "step,epoch,learning_rate,loss,classification,distillation,accuracy,"
            + "magnitude_mean,magnitude_deviation,magnitude_least,magnitude_greatest,pictures_per_second";

    private final Path file;
    private final BufferedWriter writer;

    private TrainingCurve(Path file, BufferedWriter writer) {
        this.file = file;
        this.writer = writer;
    }

    /// Opens the curve of a run that has done so many steps.
    static TrainingCurve open(Path file, long stepsDone) {
        try {
            List<String> kept = new ArrayList<>();
            kept.add(HEADER);
            if (stepsDone > 0 && Files.exists(file)) {
                read(file).stream()
                        .filter(step -> step.step() <= stepsDone)
                        .map(TrainingCurve::line)
                        .forEach(kept::add);
            }
            WholeFile.write(
                    file, stream -> stream.write((String.join("\n", kept) + "\n").getBytes(StandardCharsets.UTF_8)));
            return new TrainingCurve(file, Files.newBufferedWriter(file, StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /// The steps that a file holds. A last line that was cut off is left out.
    ///
    /// @throws LikenessException `IO_FAILED` if the file cannot be read; `INVALID_ARGUMENT` naming a
    ///     line that is no step
    public static List<TrainingStep> read(Path file) {
        List<TrainingStep> steps = new ArrayList<>();
        try {
            String text = Files.readString(file);
            List<String> lines =
                    text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
            for (int i = 1; i < lines.size(); i++) {
                steps.add(step(file, i + 1, lines.get(i)));
            }
            return steps;
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "training curve %s cannot be read".formatted(file), e);
        }
    }

    private static TrainingStep step(Path file, int number, String line) {
        String[] cells = line.split(",", -1);
        try {
            double[] values = new double[HEADER.split(",", -1).length];
            for (int i = 0; i < values.length; i++) {
                values[i] = Double.parseDouble(cells[i]);
            }
            return new TrainingStep(
                    (long) values[0],
                    (int) values[1],
                    values[2],
                    values[3],
                    values[4],
                    values[5],
                    values[6],
                    new TrainingStep.Magnitudes(values[7], values[8], values[9], values[10]),
                    values[11]);
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "%s, line %d: must hold %s, got: %s".formatted(file, number, HEADER, line),
                    e);
        }
    }

    private static String line(TrainingStep step) {
        return String.join(
                ",",
                Long.toString(step.step()),
                Integer.toString(step.epoch()),
                Double.toString(step.learningRate()),
                Double.toString(step.loss()),
                Double.toString(step.classification()),
                Double.toString(step.distillation()),
                Double.toString(step.accuracy()),
                Double.toString(step.magnitudes().mean()),
                Double.toString(step.magnitudes().deviation()),
                Double.toString(step.magnitudes().least()),
                Double.toString(step.magnitudes().greatest()),
                Double.toString(Math.round(10 * step.picturesPerSecond()) / 10.0));
    }

    void add(TrainingStep step) {
        try {
            writer.write(line(step));
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
