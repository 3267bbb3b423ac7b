package dev.likeness.index.lucene.people;

import static dev.likeness.index.lucene.people.StoredBytes.A;
import static dev.likeness.index.lucene.people.StoredBytes.A0;
import static dev.likeness.index.lucene.people.StoredBytes.B;
import static dev.likeness.index.lucene.people.StoredBytes.B1;
import static dev.likeness.index.lucene.people.StoredBytes.BOX;
import static dev.likeness.index.lucene.people.StoredBytes.ONE;
import static dev.likeness.index.lucene.people.StoredBytes.THREE;
import static dev.likeness.index.lucene.people.StoredBytes.TWO;
import static dev.likeness.index.lucene.people.StoredBytes.bytes;
import static dev.likeness.index.lucene.people.StoredBytes.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.likeness.face.Actor;
import dev.likeness.face.Assertion;
import dev.likeness.face.Assignment;
import dev.likeness.face.PeopleEvent;
import dev.likeness.face.Person;
import dev.likeness.face.UserAction;
import dev.likeness.index.Changes;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.lucene.index.CorruptIndexException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The stored form of events. Galleries contain these bytes: a changed expectation means that they can no
/// longer be read.
class EventDocumentsTest {
    private static final LocalDate DAY = LocalDate.of(1970, 1, 3);
    private static final String NUMBER_AND_TIME = "0700000000000000 0100000000000000";
    private static final Changes NO_CHANGES = new Changes(List.of(), List.of(), List.of(), List.of());

    private static PeopleEvent event(UserAction action) {
        return new PeopleEvent(7, Instant.ofEpochMilli(1), action);
    }

    static Stream<Arguments> actions() {
        return Stream.of(
                arguments(new UserAction.Named(ONE, "Ann"), "01 0100000000000000 01 03416e6e"),
                arguments(new UserAction.Named(ONE, null), "01 0100000000000000 00"),
                arguments(new UserAction.NamedFace(B1, ONE, "Ann"), "02 B 01000000 0100000000000000 03416e6e"),
                arguments(
                        new UserAction.Merged(List.of(TWO, THREE), ONE),
                        "03 0100000000000000 02000000 0200000000000000 0300000000000000"),
                arguments(
                        new UserAction.Split(List.of(A0, B1), TWO, "Ann"),
                        "04 02000000 A 00000000 B 01000000 0200000000000000 01 03416e6e"),
                arguments(new UserAction.Split(List.of(A0), TWO, null), "04 01000000 A 00000000 0200000000000000 00"),
                arguments(
                        new UserAction.Moved(List.of(A0, B1), TWO),
                        "05 02000000 A 00000000 B 01000000 0200000000000000"),
                arguments(new UserAction.Confirmed(List.of(B1), TWO), "06 01000000 B 01000000 0200000000000000"),
                arguments(new UserAction.Rejected(List.of(B1), TWO), "07 01000000 B 01000000 0200000000000000"),
                arguments(new UserAction.MarkedNotAFace(List.of(B1)), "08 01000000 B 01000000"),
                arguments(new UserAction.UnmarkedNotAFace(List.of(B1)), "09 01000000 B 01000000"),
                arguments(new UserAction.Retracted(List.of(B1)), "0a 01000000 B 01000000"),
                arguments(new UserAction.Hidden(TWO), "0b 0200000000000000"),
                arguments(new UserAction.Shown(TWO), "0c 0200000000000000"),
                arguments(new UserAction.CoverChosen(TWO, B1), "0d 0200000000000000 01 B 01000000"),
                arguments(new UserAction.CoverChosen(TWO, null), "0d 0200000000000000 00"),
                arguments(new UserAction.BirthDateSet(TWO, DAY), "0e 0200000000000000 01 0200000000000000"),
                arguments(new UserAction.BirthDateSet(TWO, null), "0e 0200000000000000 00"),
                arguments(new UserAction.MarkedDifferent(ONE, TWO), "0f 0100000000000000 0200000000000000"),
                arguments(new UserAction.UnmarkedDifferent(ONE, TWO), "10 0100000000000000 0200000000000000"),
                arguments(new UserAction.Undone(5), "11 0500000000000000"),
                arguments(new UserAction.Imported("a file", 6, 2), "12 06612066696c65 06000000 02000000"),
                arguments(new UserAction.MarkedNotCopies(List.of(A, B)), "13 02000000 A B"),
                arguments(new UserAction.Drawn(B1, TWO), "14 B 01000000 01 0200000000000000"),
                arguments(new UserAction.Drawn(B1, null), "14 B 01000000 00"),
                arguments(
                        new UserAction.HiddenPeople(List.of(ONE, TWO)),
                        "15 02000000 0100000000000000 0200000000000000"),
                arguments(
                        new UserAction.ShownPeople(List.of(ONE, TWO)), "16 02000000 0100000000000000 0200000000000000"),
                arguments(
                        new UserAction.Combined(List.of(new UserAction.Named(ONE, "Ann"), new UserAction.Hidden(ONE))),
                        "17 02000000 01 0100000000000000 01 03416e6e 0b 0100000000000000"),
                arguments(new UserAction.ExternalIdSet(TWO, "A-1"), "18 0200000000000000 01 03412d31"),
                arguments(new UserAction.ExternalIdSet(TWO, null), "18 0200000000000000 00"));
    }

    @ParameterizedTest
    @MethodSource("actions")
    void event_ofEachAction_hasTheStoredForm(UserAction action, String form) throws IOException {
        var document = EventDocuments.event(event(action), NO_CHANGES);
        assertThat(field(document, "event")).isEqualTo(bytes("0000000000000007"));
        assertThat(field(document, "event.record")).isEqualTo(bytes(NUMBER_AND_TIME + form));
        assertThat(EventDocuments.event(bytes(NUMBER_AND_TIME + form))).isEqualTo(event(action));
    }

    @Test
    void actions_sampleOfEachKind_isThere() {
        Set<Class<?>> samples = actions()
                .map(row -> Objects.requireNonNull(row.get()[0]).getClass())
                .collect(Collectors.toSet());
        assertThat(samples).containsExactlyInAnyOrderElementsOf(kinds());
    }

    static Stream<Arguments> actors() {
        return Stream.of(
                arguments(Actor.COMMAND_LINE, "01"),
                arguments(Actor.LOCAL, "02"),
                arguments(Actor.ofKey("k1", "Phone"), "03 026b31 0550686f6e65"));
    }

    @ParameterizedTest
    @MethodSource("actors")
    void event_ofEachActor_hasTheStoredForm(Actor actor, String form) throws IOException {
        var event = new PeopleEvent(7, Instant.ofEpochMilli(1), actor, new UserAction.Hidden(TWO));
        String stored = NUMBER_AND_TIME + "0b 0200000000000000" + form;

        assertThat(field(EventDocuments.event(event, NO_CHANGES), "event.record"))
                .isEqualTo(bytes(stored));
        assertThat(EventDocuments.event(bytes(stored))).isEqualTo(event);
    }

    @Test
    void event_ofAnUnknownKindOfActor_isCorrupt() {
        assertThatThrownBy(() -> EventDocuments.event(bytes(NUMBER_AND_TIME + "0b 0200000000000000 63")))
                .isInstanceOf(CorruptIndexException.class)
                .hasMessageContaining("unknown kind of actor: 99");
    }

    private static List<Class<?>> kinds() {
        return Stream.of(UserAction.class, UserAction.PersonChange.class)
                .flatMap(type -> Stream.of(type.getPermittedSubclasses()))
                .filter(Class::isRecord)
                .toList();
    }

    @Test
    void event_ofAnUnknownAction_isCorrupt() {
        assertThatThrownBy(() -> EventDocuments.event(bytes(NUMBER_AND_TIME + "63")))
                .isInstanceOf(CorruptIndexException.class)
                .hasMessageContaining("unknown kind of user action: 99");
    }

    @Test
    void changes_ofFacesPeopleAndAssertions_haveTheStoredForm() throws IOException {
        var ann = new Person(TWO, "Ann", true, B1, DAY, true, null);
        var changes = new Changes(
                List.of(new Changes.OfFace(
                        B1,
                        BOX,
                        new Changes.FaceAssignment(null, null),
                        new Changes.FaceAssignment(TWO, new Assignment(Assignment.Reason.USER, 0.5f)))),
                List.of(new Changes.OfPerson(ONE, null, new Person(ONE, null)), new Changes.OfPerson(TWO, ann, null)),
                List.of(new Assertion.NotACopy(A, B, 6)),
                List.of(new Assertion.DifferentPeople(ONE, TWO, 7), new Assertion.NotACopy(A, B, 7)));
        String form = """
                01000000 B 01000000 0000803f 00000040 00004040 00008040
                    0000000000000000 0000000000000000 0200000000000000 0000003f01000000
                02000000 0100000000000000 00 01 0100000000000000 02 00
                    0200000000000000 01 0200000000000000 02 1f 03416e6e B 01000000 0200000000000000 00
                01000000 05 0600000000000000 A B
                02000000 04 0700000000000000 0100000000000000 0200000000000000
                    05 0700000000000000 A B
                """;
        var document = EventDocuments.event(event(new UserAction.Hidden(ONE)), changes);
        assertThat(field(document, "changes")).isEqualTo(bytes(form));
        assertThat(EventDocuments.changes(bytes(form))).isEqualTo(changes);
    }
}
