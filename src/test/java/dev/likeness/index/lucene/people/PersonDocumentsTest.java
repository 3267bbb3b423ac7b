package dev.likeness.index.lucene.people;

import static dev.likeness.index.lucene.people.StoredBytes.A0;
import static dev.likeness.index.lucene.people.StoredBytes.B1;
import static dev.likeness.index.lucene.people.StoredBytes.ONE;
import static dev.likeness.index.lucene.people.StoredBytes.TWO;
import static dev.likeness.index.lucene.people.StoredBytes.bytes;
import static dev.likeness.index.lucene.people.StoredBytes.field;
import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.face.Person;
import dev.likeness.face.PersonProfile;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The stored form of people and profiles. Galleries contain these bytes: a changed expectation means that
/// they can no longer be read.
class PersonDocumentsTest {
    private static final Person ANN = new Person(TWO, "Ann", true, B1, LocalDate.of(1970, 1, 3), true, null);

    @Test
    void person_unnamed_hasTheStoredForm() throws IOException {
        var unnamed = new Person(ONE, null);
        assertThat(field(PersonDocuments.person(unnamed), "person")).isEqualTo(bytes("0000000000000001"));
        assertThat(field(PersonDocuments.person(unnamed), "person.record")).isEqualTo(bytes("0100000000000000 02 00"));
        assertThat(PersonDocuments.person(bytes("0100000000000000 02 00"))).isEqualTo(unnamed);
    }

    @Test
    void person_withAllData_hasTheStoredForm() throws IOException {
        String record = "0200000000000000 02 1f 03416e6e B 01000000 0200000000000000";
        assertThat(field(PersonDocuments.person(ANN), "name")).isEqualTo(bytes("416e6e"));
        assertThat(field(PersonDocuments.person(ANN), "person.record")).isEqualTo(bytes(record));
        assertThat(PersonDocuments.person(bytes(record))).isEqualTo(ANN);
    }

    @Test
    void person_withAnExternalId_hasTheStoredForm() throws IOException {
        var person = new Person(ONE, null).withExternalId("A-1");
        assertThat(field(PersonDocuments.person(person), "person.record"))
                .isEqualTo(bytes("0100000000000000 02 20 03412d31"));
        assertThat(PersonDocuments.person(bytes("0100000000000000 02 20 03412d31")))
                .isEqualTo(person);
    }

    @Test
    void person_ofFormat1_isRead() throws IOException {
        assertThat(PersonDocuments.person(bytes("0100000000000000 00"))).isEqualTo(new Person(ONE, null));
        assertThat(PersonDocuments.person(bytes("0100000000000000 01 03416e6e")))
                .isEqualTo(new Person(ONE, "Ann"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void profile_withOrWithoutConfidence_hasTheStoredForm(boolean confident) {
        var profile = new PersonProfile(A0, confident ? 0.5f : null, 9);
        String record =
                "0100000000000000 A 00000000 %s 0900000000000000".formatted(confident ? "0000003f" : "0000c07f");
        assertThat(field(PersonDocuments.profile(ONE, profile), "portrait")).isEqualTo(bytes("0000000000000001"));
        assertThat(field(PersonDocuments.profile(ONE, profile), "portrait.record"))
                .isEqualTo(bytes(record));
        assertThat(PersonDocuments.profile(bytes(record))).isEqualTo(Map.entry(ONE, profile));
    }
}
