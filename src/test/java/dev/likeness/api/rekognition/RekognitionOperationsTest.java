package dev.likeness.api.rekognition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.TestServer;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.rekognition.RekognitionClient;

/// The documentation's table of operations agrees with the server and with AWS's client.
class RekognitionOperationsTest {
    /// What AWS calls its operations on faces, and on what holds them.
    private static final Pattern ABOUT_FACES = Pattern.compile(
            ".*(Face|User|Collection|Celebrit|StreamProcessor).*|(Tag|Untag)Resource|ListTagsForResource");

    private static final Pattern ROW = Pattern.compile("^\\| ([^|]+) \\| (yes|no) \\|", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("`([A-Z][A-Za-z]+)`");

    @TempDir
    private Path folder;

    /// The operations of the table, and whether the server has them.
    private static Map<String, Boolean> documented() throws IOException {
        Map<String, Boolean> operations = new TreeMap<>();
        Matcher row = ROW.matcher(Files.readString(Path.of("src/docs/api.md")));
        while (row.find()) {
            Matcher name = NAME.matcher(row.group(1));
            while (name.find()) {
                operations.put(name.group(1), row.group(2).equals("yes"));
            }
        }
        return operations;
    }

    private static Set<String> ofTheClient() {
        return Arrays.stream(RekognitionClient.class.getMethods())
                .map(Method::getName)
                .filter(name -> !name.endsWith("Paginator"))
                .map(name -> Character.toUpperCase(name.charAt(0)) + name.substring(1))
                .filter(name -> ABOUT_FACES.matcher(name).matches())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void table_namesEveryOperationOnFacesOfTheClient() throws IOException {
        assertThat(documented().keySet()).containsExactlyElementsOf(ofTheClient());
    }

    @Test
    void table_saysYes_whereTheServerHasTheOperation() throws IOException {
        try (TestServer server = TestServer.start(folder)) {
            Set<String> has = Rekognition.operations(server.server().backend()).keySet();

            assertThat(documented().entrySet().stream()
                            .filter(Map.Entry::getValue)
                            .map(Map.Entry::getKey))
                    .containsExactlyInAnyOrderElementsOf(has);
        }
    }
}
