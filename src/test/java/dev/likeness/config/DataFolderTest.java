package dev.likeness.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where galleries are if nobody says: what is in the working folder, else `LIKENESS_HOME`, else the user's
/// data folder.
class DataFolderTest {
    @TempDir
    private Path folder;

    private Path working;
    private Path home;

    @BeforeEach
    void makeFolders() throws IOException {
        working = Files.createDirectory(folder.resolve("work"));
        home = Files.createDirectory(folder.resolve("home"));
    }

    @Test
    void workingFolderWithGalleries_isTheDataFolder() throws IOException {
        Files.createDirectories(working.resolve("index/family/generation-1"));

        DataFolder found = find(Map.of("LIKENESS_HOME", home.toString()));

        assertThat(found.index()).isEqualTo(Path.of("index"));
        assertThat(found.models()).containsExactly(Path.of("models"));
    }

    @Test
    void workingFolderWithAnEmptyIndex_isNot() throws IOException {
        Files.createDirectory(working.resolve("index"));
        Files.writeString(working.resolve("index/README.md"), "Galleries live here.");
        Files.writeString(working.resolve("index/.DS_Store"), "");

        assertThat(find(Map.of()).index()).isEqualTo(home.resolve(".local/share/likeness/index"));
    }

    @Test
    void index_tellsItsGalleries() throws IOException {
        Path index = Files.createDirectories(working.resolve("index"));
        Files.createDirectories(index.resolve("family/generation-1"));
        Files.createDirectories(index.resolve(".deleted-1/generation-1"));
        Files.createDirectories(index.resolve("css"));
        Files.createDirectory(index.resolve("damaged"));
        Files.writeString(index.resolve("damaged/CURRENT"), "generation-7");

        assertThat(new DataFolder(working).galleries()).containsExactly("damaged", "family");
        assertThat(new DataFolder(home).galleries()).isEmpty();
    }

    @Test
    void workingFolderWithKeysAndNoGallery_isTheDataFolder() throws IOException {
        Files.createDirectories(working.resolve("index"));
        Files.writeString(working.resolve("index/.keys-required"), "There are keys.");

        assertThat(find(Map.of()).index()).isEqualTo(Path.of("index"));
    }

    @Test
    void workingFolderWithAConfigurationFile_isTheDataFolder() throws IOException {
        Files.createDirectory(working.resolve("config"));
        Files.writeString(working.resolve("config/likeness.yaml"), "");

        assertThat(find(Map.of()).configurationFile()).isEqualTo(Path.of("config", "likeness.yaml"));
    }

    @Test
    void workingFolderWithTheIndexOfAWebSite_isNot() throws IOException {
        Files.createDirectory(working.resolve("index"));
        Files.writeString(working.resolve("index/index.html"), "<html>");
        Files.createDirectory(working.resolve("index/css"));

        assertThat(find(Map.of()).index()).isEqualTo(home.resolve(".local/share/likeness/index"));
    }

    @Test
    void likenessHome_winsOverTheSystemsFolder() {
        DataFolder found =
                find(Map.of("LIKENESS_HOME", folder.resolve("data").toString(), "XDG_DATA_HOME", "/elsewhere"));

        assertThat(found.index()).isEqualTo(folder.resolve("data/index"));
        assertThat(found.configurationFile()).isEqualTo(folder.resolve("data/config/likeness.yaml"));
        assertThat(found.models()).containsExactly(folder.resolve("data/models"));
    }

    @Test
    void linux_obeysXdg() {
        assertThat(find(Map.of("XDG_DATA_HOME", "/data/of/ada")).path()).isEqualTo(Path.of("/data/of/ada/likeness"));
        assertThat(find(Map.of("XDG_DATA_HOME", "relative")).path()).isEqualTo(home.resolve(".local/share/likeness"));
    }

    @Test
    void macAndWindows_haveFoldersOfTheirOwn() {
        assertThat(DataFolder.find(working, Map.of(), "Mac OS X", home).path())
                .isEqualTo(home.resolve("Library/Application Support/Likeness"));
        assertThat(DataFolder.find(working, Map.of("LOCALAPPDATA", "/c/ada"), "Windows 11", home)
                        .path())
                .isEqualTo(Path.of("/c/ada/Likeness"));
        assertThat(DataFolder.find(working, Map.of(), "Windows 11", home).path())
                .isEqualTo(home.resolve("AppData/Local/Likeness"));
    }

    private DataFolder find(Map<String, String> environment) {
        return DataFolder.find(working, environment, "Linux", home);
    }
}
