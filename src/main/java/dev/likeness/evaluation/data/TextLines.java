package dev.likeness.evaluation.data;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.support.RegularFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Reads a UTF-8 text file line by line. Blank lines are skipped, but counted. A byte order mark, which
/// spreadsheets write, is left out.
final class TextLines {

    /// Receives the lines that are not blank.
    @FunctionalInterface
    interface LineConsumer {
        /// Receives a line.
        ///
        /// @param number number of the line, starting at 1
        /// @param text the line without surrounding white space
        void accept(int number, String text);
    }

    private TextLines() {}

    /// @throws LikenessException `NOT_FOUND` if the file does not exist; `IO_FAILED` if it cannot be read;
    ///     `UNSUPPORTED_FORMAT` if it is not UTF-8 text
    static void read(Path file, LineConsumer taker) {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(RegularFile.stream(file), StandardCharsets.UTF_8.newDecoder()))) {
            int number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                if (number == 1 && line.startsWith("\uFEFF")) {
                    line = line.substring(1);
                }
                if (!line.isBlank()) {
                    taker.accept(number, line.strip());
                }
            }
        } catch (NoSuchFileException e) {
            throw new LikenessException(ErrorCode.NOT_FOUND, "file must exist, got: " + file, e);
        } catch (CharacterCodingException e) {
            throw new LikenessException(ErrorCode.UNSUPPORTED_FORMAT, "file must be UTF-8 text, got: " + file, e);
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "file must be readable, got: " + file, e);
        }
    }

    /// The fields of a line: separated by tabs if it contains tabs, so that names may contain spaces, else by
    /// spaces.
    static List<String> fields(String line) {
        return Arrays.asList(line.split(line.indexOf('\t') >= 0 ? "\t" : " +", -1));
    }

    /// An error about one line, with the file, the line, the rule and the value; long values are shortened.
    static LikenessException problem(Path file, int number, String rule, String value) {
        String shown = value.length() <= 80 ? value : value.substring(0, 80) + "…";
        return new LikenessException(
                ErrorCode.INVALID_ARGUMENT, "%s, line %d: %s, got: %s".formatted(file, number, rule, shown));
    }
}
