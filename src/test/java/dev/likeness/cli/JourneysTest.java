package dev.likeness.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.likeness.TestData;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each journey of `src/docs/journeys.md`: its commands, one after the other, print what the document says.
///
/// In the document, `…` stands for anything within a line, and a line with nothing else for any lines. Times,
/// rates and ids may differ, and figures with decimals by a hundredth: processors round differently.
/// `-Djourneys=write` writes into the document what the commands print.
@Timeout(300)
class JourneysTest {
    private static final Path DOCUMENT = Path.of("src/docs/journeys.md");
    private static final boolean WRITES = "write".equals(System.getProperty("journeys"));
    private static final String BEGIN = "```console";
    private static final String END = "```";
    private static final String PROMPT = "$ ";

    /// Times, rates, sizes on disk, dates and random ids.
    private static final Pattern VOLATILE = Pattern.compile(
            "[0-9.,]+ (ms|s|min|MB|KB|bytes|GB)\\b|[0-9.,]+ faces/s|\\d{4}-\\d\\d-\\d\\d[T ][0-9:.]+Z?|\\b[0-9a-f]{8,64}\\b"
                    + "|\\d{8}T\\d{9}Z");

    private static final Pattern DECIMAL = Pattern.compile("(\\d+\\.\\d+)(.*)", Pattern.DOTALL);

    @TempDir
    private Path home;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A family",
                "An operator of duplicates",
                "An administrator",
                "A developer",
                "A home-automation client"
            })
    void journey_commandByCommand_printsWhatTheDocumentSays(String name) throws Exception {
        assumeThat(isInstalled("bash") && isInstalled("curl"))
                .as("a journey needs bash and curl")
                .isTrue();
        copyAlbum("album-01", "Pictures/Summer");
        staff();
        List<String> document = Files.readAllLines(DOCUMENT);
        int line = document.indexOf("## " + name);
        assertThat(line).as("a journey in %s", DOCUMENT).isNotNegative();
        List<String> differences = new ArrayList<>();
        try (Journey journey = new Journey(home.toRealPath(), freePort())) {
            for (line++; line < document.size() && !document.get(line).startsWith("## "); line++) {
                if (document.get(line).equals(BEGIN)) {
                    line = block(journey, document, line + 1, differences);
                }
            }
        }
        if (WRITES) {
            Files.write(DOCUMENT, document);
        }
        assertThat(differences).as("what differs from %s", DOCUMENT).isEmpty();
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    /// Runs the commands of a block.
    ///
    /// @return the index of the line that ends the block
    private static int block(Journey journey, List<String> document, int first, List<String> differences)
            throws IOException {
        int line = first;
        while (!document.get(line).equals(END)) {
            int begin = line;
            StringBuilder command = new StringBuilder(document.get(line++).substring(PROMPT.length()));
            while (command.charAt(command.length() - 1) == '\\') {
                command.append('\n').append(document.get(line++));
            }
            int end = line;
            while (!document.get(end).startsWith(PROMPT) && !document.get(end).equals(END)) {
                end++;
            }
            List<String> expected = List.copyOf(document.subList(line, end));
            List<String> printed = journey.run(command.toString(), expected.size());
            if (matches(expected, printed)) {
                line = end;
            } else {
                differences.add("%d: %s%nexpected:%n%s%nprinted:%n%s"
                        .formatted(begin + 1, command, String.join("\n", expected), String.join("\n", printed)));
                document.subList(line, end).clear();
                document.addAll(line, printed);
                line += printed.size();
            }
        }
        return line;
    }

    private static boolean matches(List<String> expected, List<String> printed) {
        if (expected.isEmpty() || printed.isEmpty()) {
            return (expected.isEmpty() && printed.isEmpty()) || expected.equals(List.of("…"));
        }
        if (expected.getFirst().equals("…")) {
            return matches(expected.subList(1, expected.size()), printed)
                    || matches(expected, printed.subList(1, printed.size()));
        }
        return matches(expected.getFirst(), printed.getFirst())
                && matches(expected.subList(1, expected.size()), printed.subList(1, printed.size()));
    }

    private static boolean matches(String expected, String printed) {
        if (expected.contains("…")) {
            String pattern = Stream.of(expected.split("…", -1))
                    .map(Pattern::quote)
                    .reduce((a, b) -> a + ".*" + b)
                    .orElseThrow();
            return Pattern.matches(pattern, printed);
        }
        String[] wanted = VOLATILE.matcher(expected).replaceAll("#").trim().split(" +", -1);
        String[] got = VOLATILE.matcher(printed).replaceAll("#").trim().split(" +", -1);
        if (wanted.length != got.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (!wanted[i].equals(got[i]) && !isNear(wanted[i], got[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNear(String expected, String printed) {
        var one = DECIMAL.matcher(expected);
        var other = DECIMAL.matcher(printed);
        return one.matches()
                && other.matches()
                && one.group(2).equals(other.group(2))
                && Math.abs(Double.parseDouble(one.group(1)) - Double.parseDouble(other.group(1))) <= 0.0101;
    }

    /// A company's pictures: a folder for each of ten people, one of whom is there twice, and one who comes again.
    private void staff() throws IOException {
        Map<String, List<String>> people = new TreeMap<>();
        for (String line : Files.readAllLines(TestData.require("photos/labels.csv"))) {
            String[] cells = line.split(",", -1);
            if (cells[0].startsWith("album-")) {
                people.computeIfAbsent(cells[1], _ -> new ArrayList<>()).add(cells[0]);
            }
        }
        List<String> names = List.of("Ada", "Ben", "Carla", "Dora", "Emil", "Frida", "Gus", "Hanna", "Ivo", "Jana");
        List<List<String>> photos = people.values().stream()
                .filter(list -> list.size() >= 8)
                .limit(names.size())
                .toList();
        for (int i = 0; i < names.size(); i++) {
            for (int photo = 0; photo < 6; photo++) {
                String folder = names.get(i).equals("Frida") && photo >= 3 ? "Frieda" : names.get(i);
                copy(photos.get(i).get(photo), "Staff/" + folder);
            }
        }
        copy(photos.getFirst().get(6), "New/Adele");
        copy(photos.getFirst().get(7), "New/Adele");
    }

    private void copy(String photo, String folder) throws IOException {
        Path from = TestData.require("photos").resolve(photo);
        Files.copy(from, Files.createDirectories(home.resolve(folder)).resolve(from.getFileName()));
    }

    private void copyAlbum(String album, String folder) throws IOException {
        try (Stream<Path> photos = Files.list(TestData.require("photos").resolve(album))) {
            for (Path photo : photos.toList()) {
                copy(album + "/" + photo.getFileName(), folder);
            }
        }
    }

    private static boolean isInstalled(String tool) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(place -> Files.isExecutable(Path.of(place, tool)));
    }
}
