package dev.likeness.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The line of a progress bar, at several widths of the terminal.
class ProgressTest {
    @ParameterizedTest(name = "{0} columns")
    @CsvSource(
            delimiter = '|',
            value = {
                "120 | .*120/121 photos \\(.*\\) \\S+ photos/s, 107 faces",
                "80  | .*120/121 photos \\(.*\\) \\S+ photos/s, 107 faces",
                "60  | .*120/121 photos \\(\\S+ / \\S+\\) 107 faces",
                "54  | .*120/121 photos \\(\\S+\\) 107 faces"
            })
    void line_isAsLongAsTheTerminalAndItsWordsStandApart(int columns, String expected) {
        List<String> lines = new CopyOnWriteArrayList<>();
        try (Console.Progress progress = Console.Progress.start(
                "Reading", "photos", 121, new DelegatingProgressBarConsumer(lines::add, columns))) {
            progress.to(120);
            progress.message("107 faces");
        }

        String last = lines.getLast().replaceAll("\u001b\\[[0-9;]*m", "").strip();
        assertThat(last).matches(expected).hasSizeLessThanOrEqualTo(columns);
    }
}
