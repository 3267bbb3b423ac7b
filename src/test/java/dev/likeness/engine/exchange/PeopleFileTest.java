package dev.likeness.engine.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.likeness.engine.exchange.ExchangeWarning.Kind;
import dev.likeness.engine.people.People;
import dev.likeness.engine.people.PeopleEditor;
import dev.likeness.face.Actor;
import dev.likeness.face.Assertion;
import dev.likeness.face.Box;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.face.UserAction;
import dev.likeness.image.PhotoFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A file of people leaves one gallery and comes into another, in which the same faces were found a
/// little elsewhere and in another order.
class PeopleFileTest {
    private static final Box LEFT = new Box(.1f, .1f, .3f, .4f);
    private static final Box RIGHT = new Box(.6f, .2f, .8f, .5f);
    private static final Box POSTER = new Box(.4f, .6f, .5f, .8f);
    private static final Box LEFT_AGAIN = new Box(.11f, .12f, .31f, .41f);
    private static final Box RIGHT_AGAIN = new Box(.58f, .2f, .79f, .52f);
    private static final Box POSTER_AGAIN = new Box(.41f, .61f, .5f, .81f);

    @TempDir
    private Path folder;

    private Path file;
    private HandMadeGallery first;
    private HandMadeGallery second;

    @BeforeEach
    void makeGalleries() {
        file = folder.resolve("people.json");
        first = new HandMadeGallery(folder.resolve("first"));
        second = new HandMadeGallery(folder.resolve("second"));
    }

    @AfterEach
    void closeGalleries() {
        first.close();
        second.close();
    }

    @Test
    void allThatUsersSaid_comesBack() throws IOException {
        Path photo = photo("a.jpg", 0x303030);
        PhotoId id = first.add(photo, LEFT, RIGHT, POSTER);
        PersonId ada = first.group("Ada", new FaceId(id, 0));
        PersonId bob = first.group("Bob", new FaceId(id, 1));
        PersonId twin = first.group("Bea");
        People people = first.people();
        people.editor(Actor.LOCAL).setBirthDate(ada, LocalDate.of(1815, 12, 10));
        people.editor(Actor.LOCAL).confirm(List.of(new FaceId(id, 0)), ada);
        people.editor(Actor.LOCAL).cover(ada, new FaceId(id, 0));
        people.editor(Actor.LOCAL).hide(bob);
        people.editor(Actor.LOCAL).reject(List.of(new FaceId(id, 1)), ada);
        people.editor(Actor.LOCAL).markNotAFace(List.of(new FaceId(id, 2)));
        people.editor(Actor.LOCAL).markDifferent(ada, twin);
        second.add(photo, POSTER_AGAIN, RIGHT_AGAIN, LEFT_AGAIN);

        assertThat(first.exchange().exportPeople(file, false)).isEqualTo(3);
        ImportSummary summary = second.exchange().importPeople(file, false);

        assertThat(summary.warnings()).isEmpty();
        assertThat(summary.newPeople()).containsExactly("Ada", "Bea", "Bob");
        assertThat(second.name(new FaceId(id, 2))).contains("Ada");
        assertThat(second.name(new FaceId(id, 1))).contains("Bob");
        Person adaNow = second.identity("Ada").orElseThrow();
        assertThat(adaNow.birthDate()).isEqualTo("1815-12-10");
        assertThat(adaNow.cover()).isEqualTo(new FaceId(id, 2));
        assertThat(second.identity("Bob").orElseThrow().hidden()).isTrue();
        PersonId bea = second.identity("Bea").orElseThrow().id();
        assertThat(second.facts())
                .extracting(PeopleFileTest::words)
                .containsExactlyInAnyOrder(
                        "2 is %s".formatted(adaNow.id()),
                        "1 is not %s".formatted(adaNow.id()),
                        "0 is no face",
                        "%s and %s are two"
                                .formatted(
                                        Collections.min(List.of(adaNow.id(), bea)),
                                        Collections.max(List.of(adaNow.id(), bea))));
        assertThat(second.everything()).contains("%s-0 null null true".formatted(id));
        assertThatThrownBy(() -> second.people().editor(Actor.LOCAL).nameFace(new FaceId(id, 0), "Poster"))
                .isInstanceOf(LikenessException.class)
                .hasMessageContaining("is not a face");
    }

    @Test
    void drawnFace_ofANewGallery_isDrawnAgainUnderItsNameAndUndoneWithTheImport() throws IOException {
        Path photo = photo("a.jpg", 0x303030);
        PhotoId id = first.add(photo, LEFT);
        FaceId drawn = draw(first, id, RIGHT);
        first.people().editor(Actor.LOCAL).draw(drawn, "Eve");
        second.add(photo, LEFT_AGAIN);
        first.exchange().exportPeople(file, false);

        ImportSummary dry = second.exchange().importPeople(file, true);
        assertThat(dry.drawn()).isEqualTo(1);
        assertThat(dry.named()).isEqualTo(1);
        assertThat(dry.warnings()).isEmpty();
        assertThat(second.everything()).hasSize(1);

        ImportSummary summary = second.exchange().importPeople(file, false);

        assertThat(summary.drawn()).isEqualTo(1);
        assertThat(summary.warnings()).isEmpty();
        FaceId there = new FaceId(id, FaceId.FIRST_DRAWN + 1);
        assertThat(second.name(there)).contains("Eve");
        second.people().undoRedo(Actor.LOCAL).undo(1);
        assertThat(second.everything()).anyMatch(line -> line.equals(there + " null null true"));
        second.people().undoRedo(Actor.LOCAL).redo(1);
        assertThat(second.name(there)).contains("Eve");
    }

    @Test
    void drawnFace_thatTheDetectorFindsThere_givesItsNameToThatFace() throws IOException {
        Path photo = photo("a.jpg", 0x303030);
        PhotoId id = first.add(photo, LEFT);
        first.people().editor(Actor.LOCAL).draw(draw(first, id, RIGHT), "Eve");
        second.add(photo, RIGHT_AGAIN, LEFT_AGAIN);
        first.exchange().exportPeople(file, false);

        ImportSummary summary = second.exchange().importPeople(file, false);

        assertThat(summary.drawn()).isZero();
        assertThat(second.name(new FaceId(id, 0))).contains("Eve");
    }

    @Test
    void drawnFace_withoutAName_isDrawnAgain_andOneThatWasTakenBackIsNot() throws IOException {
        Path photo = photo("a.jpg", 0x303030);
        PhotoId id = first.add(photo, LEFT);
        first.people().editor(Actor.LOCAL).draw(draw(first, id, RIGHT), null);
        first.people().editor(Actor.LOCAL).draw(draw(first, id, POSTER), null);
        first.people().undoRedo(Actor.LOCAL).undo(1);
        second.add(photo, LEFT_AGAIN);
        first.exchange().exportPeople(file, false);

        assertThat(second.exchange().importPeople(file, false).drawn()).isEqualTo(1);
        assertThat(second.exchange().importPeople(file, false).drawn()).isZero();
        assertThat(second.everything()).hasSize(2);
    }

    private static FaceId draw(HandMadeGallery gallery, PhotoId photo, Box shares) {
        return gallery.draw(
                photo, new Box(shares.left() * 60, shares.top() * 40, shares.right() * 60, shares.bottom() * 40));
    }

    @Test
    void backIntoTheSameGallery_changesNothing_andTheFileIsTheSameAgain() throws IOException {
        PhotoId id = first.add(photo("a.jpg", 0x303030), LEFT, RIGHT);
        PersonId ada = first.group("Ada", new FaceId(id, 0));
        first.people().editor(Actor.LOCAL).confirm(List.of(new FaceId(id, 0)), ada);
        first.group(null, new FaceId(id, 1));
        first.exchange().exportPeople(file, true);
        String written = Files.readString(file);
        List<String> before = first.everything();

        ImportSummary summary = first.exchange().importPeople(file, false);

        assertThat(summary.event()).isNull();
        assertThat(summary.agreed()).isEqualTo(2);
        assertThat(first.everything()).isEqualTo(before);
        first.exchange().exportPeople(file, true);
        assertThat(file).hasContent(written);
    }

    @Test
    void externalId_findsThePersonWhateverTheName() throws IOException {
        PhotoId id = first.add(photo("a.jpg", 0x303030), LEFT, RIGHT);
        PersonId ada = first.group("Ada", new FaceId(id, 0));
        List<UserAction.PersonChange> key = List.of(new UserAction.ExternalIdSet(ada, "A-17"));
        first.people().editor(Actor.LOCAL).changePerson(ada, key, false);
        first.exchange().exportPeople(file, true);
        first.people().editor(Actor.LOCAL).name(ada, "Ada Lovelace", false);

        ImportSummary summary = first.exchange().importPeople(file, false);

        assertThat(summary.newPeople()).isEmpty();
        assertThat(first.people().find(ada)).hasValueSatisfying(person -> {
            assertThat(person.name()).isEqualTo("Ada Lovelace");
            assertThat(person.externalId()).isEqualTo("A-17");
        });
    }

    @Test
    void oneEvent_undoRestoresExactly_dryRunChangesNothing() throws IOException {
        Path photo = photo("a.jpg", 0x303030);
        PhotoId id = first.add(photo, LEFT, RIGHT);
        first.group("Ada", new FaceId(id, 0), new FaceId(id, 1));
        first.exchange().exportPeople(file, false);
        second.add(photo, LEFT_AGAIN, RIGHT_AGAIN);
        second.group(null, new FaceId(id, 0), new FaceId(id, 1));
        List<String> before = second.everything();

        ImportSummary dry = second.exchange().importPeople(file, true);
        assertThat(dry.named()).isEqualTo(2);
        assertThat(second.everything()).isEqualTo(before);

        second.exchange().importPeople(file, false);
        assertThat(second.name(new FaceId(id, 1))).contains("Ada");
        assertThat(second.people().history()).hasSize(1);
        second.people().undoRedo(Actor.LOCAL).undo(1);
        assertThat(second.everything()).isEqualTo(before);
    }

    @Test
    void photoThatWasEncodedAnew_isFoundByItsPath() throws IOException {
        Path photo = photo("a.jpg", 0x303030);
        PhotoId id = first.add(photo, LEFT);
        first.group("Ada", new FaceId(id, 0));
        first.exchange().exportPeople(file, false);
        Files.write(photo, PhotoFiles.jpeg(120, 80, 0x313131, 1, null));
        PhotoId renewed = second.add(photo, LEFT_AGAIN);

        second.exchange().importPeople(file, false);

        assertThat(renewed).isNotEqualTo(id);
        assertThat(second.name(new FaceId(renewed, 0))).contains("Ada");
    }

    @Test
    void whatTheGalleryDoesNotHave_isReported() throws IOException {
        Path one = photo("a.jpg", 0x303030);
        Path other = photo("b.jpg", 0x404040);
        PhotoId known = first.add(one, LEFT, RIGHT);
        PhotoId unknown = first.add(other, LEFT);
        first.group("Ada", new FaceId(known, 0), new FaceId(known, 1), new FaceId(unknown, 0));
        first.exchange().exportPeople(file, false);
        second.add(one, LEFT_AGAIN);

        ImportSummary summary = second.exchange().importPeople(file, false);

        assertThat(summary.named()).isEqualTo(1);
        assertThat(summary.warnings())
                .extracting(ExchangeWarning::kind, ExchangeWarning::file)
                .containsExactlyInAnyOrder(
                        tuple(Kind.UNMATCHED, one.toString()), tuple(Kind.MISSING, other.toString()));
    }

    @Test
    void whatAUserOfTheGalleryHasSaid_stays() throws IOException {
        Path photo = photo("a.jpg", 0x303030);
        PhotoId id = first.add(photo, LEFT, RIGHT, POSTER);
        PersonId ada = first.group("Ada", new FaceId(id, 0), new FaceId(id, 1), new FaceId(id, 2));
        first.people().editor(Actor.LOCAL).setBirthDate(ada, LocalDate.of(1815, 12, 10));
        first.people().editor(Actor.LOCAL).confirm(List.of(new FaceId(id, 0)), ada);
        first.exchange().exportPeople(file, false);
        second.add(photo, LEFT, RIGHT, POSTER);
        PersonId adaHere = second.group("Ada");
        second.people().editor(Actor.LOCAL).setBirthDate(adaHere, LocalDate.of(1816, 1, 1));
        second.people().editor(Actor.LOCAL).nameFace(new FaceId(id, 0), "Zoe");
        second.people().editor(Actor.LOCAL).reject(List.of(new FaceId(id, 1)), adaHere);
        second.people().editor(Actor.LOCAL).markNotAFace(List.of(new FaceId(id, 2)));
        List<String> before = second.everything();

        ImportSummary summary = second.exchange().importPeople(file, false);

        assertThat(second.everything()).isEqualTo(before);
        assertThat(summary.warnings())
                .extracting(ExchangeWarning::kind, ExchangeWarning::detail)
                .containsExactly(
                        tuple(Kind.CONFLICT, "in Likeness a user has said that this is Zoe"),
                        tuple(Kind.CONFLICT, "in Likeness a user has said that it is not"),
                        tuple(Kind.CONFLICT, "in Likeness a user has said that this is no face"),
                        tuple(
                                Kind.CONFLICT,
                                "in Likeness a user has said that the birth date is 1816-01-01, not 1815-12-10"));
    }

    @Test
    void peopleOfWhomNobodySpoke_standInItOnlyIfAskedFor() throws IOException {
        PhotoId id = first.add(photo("a.jpg", 0x303030), LEFT, RIGHT);
        first.group("Ada", new FaceId(id, 0));
        first.group(null, new FaceId(id, 1));

        assertThat(first.exchange().exportPeople(file, false)).isEqualTo(1);
        assertThat(first.exchange().exportPeople(file, true)).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{                                    | must be JSON, got: ",
                "{\"format\": \"else\"}               | format must be likeness-people, got: \"else\"",
                "{\"format\": \"likeness-people\", \"version\": 2} | version must be 1, got: 2",
                "{\"people\": 1}                      | people must be a list, got: 1",
                "{\"people\": [{\"name\": \"Ada\"}]}  | people[0].number must be a positive whole number, got: nothing"
            })
    void anotherFile_isRefusedWithPlaceAndValue(String json, String message) throws IOException {
        String whole = json.contains("format") || json.length() < 3
                ? json
                : "{\"format\": \"likeness-people\", \"version\": 1, " + json.substring(1);
        Files.writeString(file, whole.replace("HASH", "a".repeat(64)));

        assertThatThrownBy(() -> first.exchange().importPeople(file, false))
                .isInstanceOf(LikenessException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"people\": [{\"number\": 1, \"name\": \" \"}]} | people[0].name must be a text of at most 200",
                "{\"people\": [{\"number\": 1, \"birthDate\": \"soon\"}]} | people[0].birthDate must be a day as in 1815-12-10, got: \"soon\"",
                "{\"people\": [{\"number\": 1, \"birthDate\": \"0001-01-01\"}]} | people[0].birthDate must be a day from 1800 to tomorrow, got: \"0001-01-01\"",
                "{\"people\": [{\"number\": 1, \"faces\": [{}]}]} | people[0].faces[0].photo must be 64 lower-case hex digits, got: nothing",
                "{\"people\": [{\"number\": 1, \"faces\": [{\"photo\": \"HASH\", \"box\": [1, 2, 0, 3]}]}]} | people[0].faces[0].box must be left, top, right, bottom",
                "{\"different\": [[1, 1]]}            | different[0] must be the numbers of two people of this file, got: [1,1]"
            })
    void badEntry_isReportedWithItsPlaceAndTheRestIsImported(String json, String message) throws IOException {
        PhotoId id = first.add(photo("a.jpg", 0x303030), LEFT);
        String ada =
                "{\"number\": 2, \"name\": \"Ada\", \"faces\": [{\"photo\": \"%s\", \"box\": [0.1, 0.1, 0.3, 0.4]}]}"
                        .formatted(id);
        String good = json.contains("[{\"number\"")
                ? json.replaceFirst("]}$", ", " + ada + "]}")
                : json.replace("{", "{\"people\": [{\"number\": 1}, " + ada + "], ");
        Files.writeString(
                file,
                ("{\"format\": \"likeness-people\", \"version\": 1, " + good.substring(1))
                        .replace("HASH", "a".repeat(64)));

        ImportSummary summary = first.exchange().importPeople(file, false);

        assertThat(summary.warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.kind()).isEqualTo(Kind.MALFORMED);
            assertThat(warning.file()).isEqualTo(file.toString());
            assertThat(warning.detail()).startsWith(message);
        });
        assertThat(first.name(new FaceId(id, 0))).contains("Ada");
    }

    @Test
    void backIntoTheSameGallery_withPeopleOfOneNameAndOthersWithoutFaces_changesNothing() throws IOException {
        PhotoId one = first.add(photo("a.jpg", 0x303030), LEFT, RIGHT);
        PhotoId other = first.add(photo("b.jpg", 0x404040), LEFT, RIGHT);
        PersonId ada = first.group("Ada", new FaceId(one, 0));
        PersonId namesake = first.group("Ada", new FaceId(one, 1), new FaceId(other, 1));
        PersonId unnamed = first.group(null, new FaceId(other, 0));
        first.group("Ada");
        first.group("Bea");
        PeopleEditor editor = first.people().editor(Actor.LOCAL);
        editor.confirm(List.of(new FaceId(one, 0)), ada);
        editor.confirm(List.of(new FaceId(one, 1), new FaceId(other, 1)), namesake);
        editor.confirm(List.of(new FaceId(other, 0)), unnamed);
        editor.markDifferent(ada, namesake);
        first.exchange().exportPeople(file, true);
        List<String> before = first.everything();

        ImportSummary summary = first.exchange().importPeople(file, false);

        assertThat(summary.warnings()).isEmpty();
        assertThat(summary.newPeople()).isEmpty();
        assertThat(summary.event()).isNull();
        assertThat(summary.agreed()).isEqualTo(4);
        assertThat(first.everything()).isEqualTo(before);
    }

    @Test
    void newPerson_noneOfWhoseFacesAreTheirs_isNotCreated() throws IOException {
        Path photo = photo("a.jpg", 0x303030);
        PhotoId id = first.add(photo, LEFT);
        first.group("Ada", new FaceId(id, 0));
        first.exchange().exportPeople(file, false);
        second.add(photo, LEFT);
        second.people().editor(Actor.LOCAL).nameFace(new FaceId(id, 0), "Zoe");

        ImportSummary summary = second.exchange().importPeople(file, false);

        assertThat(summary.warnings()).hasSize(1);
        assertThat(summary.newPeople()).isEmpty();
        assertThat(second.identity("Ada")).isEmpty();
    }

    @Test
    void hostileFile_isRefusedInTime() throws IOException {
        String start = "{\"format\": \"likeness-people\", \"version\": 1, \"people\": ";
        long begin = System.nanoTime();
        for (String json : List.of(
                "[".repeat(1_000_000),
                start + "{\"a\":".repeat(1_000_000),
                start + "[{\"number\": " + "9".repeat(1_000_000) + "}]}",
                start + "[{\"number\": 1e999999999}]}",
                "\0".repeat(1000))) {
            Files.writeString(file, json);
            assertThatThrownBy(() -> first.exchange().importPeople(file, false))
                    .isInstanceOf(LikenessException.class)
                    .satisfies(refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(2000));
        }
        Files.writeString(file, start + "[{\"number\": 1, \"name\": \"" + "x".repeat(5_000_000) + "\"}]}");
        assertThat(first.exchange().importPeople(file, false).warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning.detail()).hasSizeLessThan(2000));
        // Nothing is wrong with many people of whom nothing is said.
        Files.writeString(file, start + "[" + "{\"number\": 1},".repeat(500_000) + "{\"number\": 1}]}");
        first.exchange().importPeople(file, true);
        assertThat(System.nanoTime() - begin).isLessThan(20_000_000_000L);
    }

    private static String words(Assertion assertion) {
        return switch (assertion) {
            case Assertion.Assigned held ->
                held.face().ordinal() + (held.confirmed() ? " is " : " stays ") + held.person();
            case Assertion.Rejected refused -> refused.face().ordinal() + " is not " + refused.person();
            case Assertion.NotAFace none -> none.face().ordinal() + " is no face";
            case Assertion.DifferentPeople two -> two.one() + " and " + two.other() + " are two";
            case Assertion.NotACopy none -> none.one() + " and " + none.other() + " are two photos";
        };
    }

    private Path photo(String name, int color) throws IOException {
        return Files.write(folder.resolve(name), PhotoFiles.jpeg(60, 40, color, 1, null));
    }
}
