package dev.likeness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The table "Retired" of `src/docs/glossary.md`, executable. Its first column holds, each between backticks: an
/// identifier, the beginning of identifiers (`MOST_…`), a JSON key (`"did"`), the end of a path (`/refuse`) or a
/// command
/// (`likeness people refuse`).
class GlossaryTest {
    private static final Path GLOSSARY = Path.of("src/docs/glossary.md");
    private static final Path CONTRACT = Path.of("src/main/resources/dev/likeness/api/v1/openapi.yaml");
    private static final Pattern NOT_CODE = Pattern.compile(
            "import (?:static )?(?!dev\\.likeness)[^;]*;|\"\"\".*?\"\"\"|//[^\\n]*|/\\*.*?\\*/|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])+'",
            Pattern.DOTALL);
    private static final Pattern IDENTIFIER = Pattern.compile("\\b[A-Za-z_]\\w*\\b");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    @TestFactory
    Stream<DynamicTest> retiredIdentifier_isNowhereInTheCode() throws IOException {
        Set<String> identifiers = identifiers();
        return retired().stream()
                .filter(word -> Character.isLetter(word.charAt(0)) && !word.contains(" "))
                .map(word -> DynamicTest.dynamicTest(
                        word,
                        () -> assertThat(identifiers)
                                .noneMatch(identifier -> word.endsWith("…")
                                        ? identifier.startsWith(word.substring(0, word.length() - 1))
                                        : identifier.equals(word))));
    }

    @TestFactory
    Stream<DynamicTest> retiredKeyOrPath_isNowhereInTheContract() throws IOException {
        String contract = Files.readString(CONTRACT);
        return retired().stream()
                .filter(word -> word.startsWith("\"") || word.startsWith("/"))
                .map(word -> DynamicTest.dynamicTest(
                        word,
                        () -> assertThat(contract)
                                .doesNotContainPattern(
                                        word.startsWith("/")
                                                ? Pattern.quote(word) + "(?![\\w-])"
                                                : "(?m)^\\s*" + word.replace("\"", "") + ":")));
    }

    @TestFactory
    Stream<DynamicTest> retiredCommand_isNowhere() throws IOException {
        List<Path> texts = new ArrayList<>(below("src/main", ".java"));
        texts.addAll(below("src/docs", ".md"));
        texts.remove(GLOSSARY);
        texts.add(Path.of("README.md"));
        return retired().stream()
                .filter(word -> word.contains(" "))
                .map(word -> DynamicTest.dynamicTest(
                        word,
                        () -> assertThat(texts)
                                .allSatisfy(file -> assertThat(file).content().doesNotContain(word))));
    }

    @Test
    void retiredTable_isRead() throws IOException {
        assertThat(retired()).contains("Draft", "MOST_…", "\"did\"", "/set-aside", "likeness people refuse");
    }

    private static List<String> retired() throws IOException {
        String glossary = Files.readString(GLOSSARY);
        return glossary.substring(glossary.indexOf("## Retired"))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(0, line.indexOf('|', 1)))
                .flatMap(cell -> QUOTED.matcher(cell).results().map(match -> match.group(1)))
                .toList();
    }

    private static Set<String> identifiers() throws IOException {
        Set<String> found = new TreeSet<>();
        for (Path file : below("src", ".java")) {
            String code = NOT_CODE.matcher(Files.readString(file)).replaceAll(Matcher.quoteReplacement(" "));
            IDENTIFIER.matcher(code).results().map(match -> match.group()).forEach(found::add);
        }
        return found;
    }

    private static List<Path> below(String folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }
}
