package dev.likeness.index.lucene.people;

import static dev.likeness.index.lucene.people.StoredBytes.A;
import static dev.likeness.index.lucene.people.StoredBytes.B;
import static dev.likeness.index.lucene.people.StoredBytes.B1;
import static dev.likeness.index.lucene.people.StoredBytes.BOX;
import static dev.likeness.index.lucene.people.StoredBytes.ONE;
import static dev.likeness.index.lucene.people.StoredBytes.TWO;
import static dev.likeness.index.lucene.people.StoredBytes.bytes;
import static dev.likeness.index.lucene.people.StoredBytes.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.likeness.face.Assertion;
import java.io.IOException;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.lucene.index.CorruptIndexException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The stored form of assertions. Galleries contain these bytes: a changed expectation means that they can no
/// longer be read.
class AssertionDocumentsTest {
    private static final String STORED_BOX = "0000803f 00000040 00004040 00008040";
    private static final String BOX_IN_KEY = "3f800000 40000000 40400000 40800000";

    static Stream<Arguments> assertions() {
        return Stream.of(
                arguments(
                        new Assertion.Assigned(B1, BOX, TWO, true, 7),
                        "01 B " + BOX_IN_KEY + "0000000000000002",
                        "01 0700000000000000 B 01000000" + STORED_BOX + "0200000000000000 01"),
                arguments(
                        new Assertion.Assigned(B1, BOX, TWO, false, Assertion.NO_EVENT),
                        "01 B " + BOX_IN_KEY + "0000000000000002",
                        "01 0000000000000000 B 01000000" + STORED_BOX + "0200000000000000 00"),
                arguments(
                        new Assertion.Rejected(B1, BOX, TWO, 7),
                        "02 B " + BOX_IN_KEY + "0000000000000002",
                        "02 0700000000000000 B 01000000" + STORED_BOX + "0200000000000000"),
                arguments(
                        new Assertion.NotAFace(B1, BOX, 7),
                        "03 B " + BOX_IN_KEY + "0000000000000000",
                        "03 0700000000000000 B 01000000" + STORED_BOX),
                arguments(
                        new Assertion.DifferentPeople(ONE, TWO, 7),
                        "04 0000000000000001 0000000000000002",
                        "04 0700000000000000 0100000000000000 0200000000000000"),
                arguments(new Assertion.NotACopy(A, B, 7), "05 A B", "05 0700000000000000 A B"));
    }

    @ParameterizedTest
    @MethodSource("assertions")
    void assertion_ofEachKind_hasTheStoredForm(Assertion assertion, String key, String record) throws IOException {
        var document = AssertionDocuments.assertion(assertion);
        assertThat(field(document, "fact")).isEqualTo(bytes(key));
        assertThat(field(document, "fact.record")).isEqualTo(bytes(record));
        assertThat(AssertionDocuments.assertion(bytes(record))).isEqualTo(assertion);
    }

    @Test
    void assertions_sampleOfEachKind_isThere() {
        assertThat(assertions()
                        .map(row -> Objects.requireNonNull(row.get()[0]).getClass())
                        .distinct())
                .hasSize(5);
    }

    @Test
    void assertion_ofAFaceAndPeople_hasTheirTerms() {
        var ofFace = AssertionDocuments.assertion(new Assertion.Rejected(B1, BOX, TWO, 7));
        assertThat(field(ofFace, "fact.photo")).isEqualTo(bytes("B"));
        assertThat(field(ofFace, "fact.person")).isEqualTo(bytes("0000000000000002"));
        var ofPeople = AssertionDocuments.assertion(new Assertion.DifferentPeople(ONE, TWO, 7));
        assertThat(ofPeople.getField("fact.photo")).isNull();
        assertThat(ofPeople.getFields("fact.person")).hasSize(2);
    }

    @Test
    void assertion_ofAnUnknownKind_isCorrupt() {
        assertThatThrownBy(() -> AssertionDocuments.assertion(bytes("63 0700000000000000")))
                .isInstanceOf(CorruptIndexException.class)
                .hasMessageContaining("unknown kind of assertion: 99");
    }
}
