package dev.likeness.evaluation.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonGroupsTest {
    @TempDir
    private Path folder;

    @Test
    void read_groupsOfTwoAttributes_areTheLastFieldsOfALine() throws IOException {
        Path file = groups("\uFEFFperson, sex, skin tone\r\nAda,woman,III\r\n\r\nHopper, Grace , woman , I\r\n");

        PersonGroups groups = PersonGroups.read(file, InvalidInputPolicy.failFast());

        assertThat(groups.attributes()).containsExactly("sex", "skin tone");
        assertThat(groups.people())
                .containsExactly(
                        new PersonGroups.Line(2, "Ada", List.of("woman", "III")),
                        new PersonGroups.Line(4, "Hopper, Grace", List.of("woman", "I")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Bob         | a line must read `person,sex,age`, got: Bob
                    Bob,man     | a line must read `person,sex,age`, got: Bob,man
                    ',man,old'  | a line must read `person,sex,age`, got: ,man,old
                    Bob,,old    | a person must have a group in each column, `unknown` if need be; here `sex` is empty, got: Bob,,old
                    Ada,man,old | a person must have one line (this one has line 2, too), got: Ada
                    Bob,Woman,old | a group must be written in one way, before as `woman`, got: Woman
                    """)
    void read_badLine_namesFileLineRuleAndValue(String line, String message) throws IOException {
        Path file = groups("person,sex,age\nAda,woman,young\n" + line.replace("'", "") + "\nEve,woman,old\n");

        assertThatThrownBy(() -> PersonGroups.read(file, InvalidInputPolicy.failFast()))
                .isInstanceOf(LikenessException.class)
                .hasMessage(file + ", line 3: " + message);
        InvalidInputPolicy skipping = InvalidInputPolicy.skip();
        assertThat(PersonGroups.read(file, skipping).people())
                .extracting(PersonGroups.Line::person)
                .containsExactly("Ada", "Eve");
        assertThat(skipping.skipped()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    person
                    name,sex
                    person,
                    person,sex,sex
                    """)
    void read_anotherHeader_isRefused(String header) throws IOException {
        Path file = groups(header + "\nAda,woman\n");

        assertThatThrownBy(() -> PersonGroups.read(file, InvalidInputPolicy.skip()))
                .hasMessage(file + ", line 1: the first line must be `person` and the names of one or more attributes,"
                        + " such as `person,sex`, got: " + header);
    }

    @Test
    void read_fileWithoutPeopleOrNotUtf8_isRefused() throws IOException {
        Path empty = groups("person,sex\n");
        Path latin = Files.write(
                folder.resolve("latin.csv"), "person,sex\nJos\u00e9,man\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> PersonGroups.read(empty, InvalidInputPolicy.failFast()))
                .hasMessage(empty + ": there must be at least one person, got: 0");
        assertThatThrownBy(() -> PersonGroups.read(latin, InvalidInputPolicy.skip()))
                .hasMessage("file must be UTF-8 text, got: " + latin)
                .extracting("code")
                .isEqualTo(ErrorCode.UNSUPPORTED_FORMAT);
    }

    @Test
    void of_labels_refusesWhoeverIsInOneFileOnly() throws IOException {
        PersonGroups groups =
                PersonGroups.read(groups("person,sex\nAda,woman\nBob,man\nZoe,woman\n"), InvalidInputPolicy.failFast());
        PhotoLabels labels = labels("photo,person\n1.jpg,Ada\n2.jpg,Eve\n3.jpg,Eve\n4.jpg,Bob\n");

        assertThatThrownBy(() -> groups.of(labels, InvalidInputPolicy.failFast()))
                .hasMessage("%s, line 3: a labelled person must have a line in %s, got: Eve; add one, or skip bad input"
                        .formatted(labels.file(), groups.file()));
        InvalidInputPolicy skipping = InvalidInputPolicy.skip();
        assertThat(groups.of(labels, skipping))
                .isEqualTo(Map.of("Ada", List.of("woman"), "Bob", List.of("man")))
                .containsOnlyKeys("Ada", "Bob");
        assertThat(skipping.messages())
                .hasSize(2)
                .last()
                .isEqualTo("%s, line 4: a person must have a photo in %s, got: Zoe; remove the line, or skip bad input"
                        .formatted(groups.file(), labels.file()));
    }

    @Test
    void of_labelsOfOtherPeople_isRefused() throws IOException {
        PersonGroups groups = PersonGroups.read(groups("person,sex\nAda,woman\n"), InvalidInputPolicy.failFast());
        PhotoLabels labels = labels("photo,person\n1.jpg,Bob\n");

        assertThatThrownBy(() -> groups.of(labels, InvalidInputPolicy.skip()))
                .hasMessage("%s: at least one person must have a photo in %s, got: 0"
                        .formatted(groups.file(), labels.file()));
    }

    private Path groups(String text) throws IOException {
        return Files.writeString(folder.resolve("groups.csv"), text);
    }

    private PhotoLabels labels(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("labels.csv"), text);
        return PhotoLabels.read(file, null, InvalidInputPolicy.failFast());
    }
}
