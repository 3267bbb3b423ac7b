package dev.likeness.index.lucene.people;

import static dev.likeness.index.lucene.documents.GalleryDocuments.SHA256_BYTES;
import static dev.likeness.index.lucene.documents.GalleryDocuments.input;
import static dev.likeness.index.lucene.documents.GalleryDocuments.readBox;
import static dev.likeness.index.lucene.documents.GalleryDocuments.readFaceId;
import static dev.likeness.index.lucene.documents.GalleryDocuments.readPhotoId;
import static dev.likeness.index.lucene.documents.GalleryDocuments.write;

import dev.likeness.face.Assertion;
import dev.likeness.face.Box;
import dev.likeness.face.FaceId;
import dev.likeness.face.PeopleEvent;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonProfile;
import dev.likeness.face.PhotoId;
import dev.likeness.face.UserAction;
import dev.likeness.index.Changes;
import dev.likeness.index.StoredFace;
import dev.likeness.index.lucene.documents.GalleryDocuments;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.ByteArrayDataInput;
import org.apache.lucene.store.ByteBuffersDataOutput;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// The format of the documents for user data: a person, an assertion, an event. It also covers profiles,
/// which are derived from a person's faces and may be missing or outdated.
///
///     person     PERSON  NAME?  PERSON_RECORD
///     profile    PROFILE  PROFILE_RECORD
///     assertion  ASSERTION  ASSERTION_PHOTO?  ASSERTION_PERSON*  ASSERTION_RECORD
///     event      EVENT  EVENT_RECORD  CHANGES
///
/// Assertions are not part of a photo's documents: they outlive them and apply again when the photo returns.
/// Assertions are distinguished by their subject. A face in it is identified by its photo and box, because
/// its ordinal may change. A record begins with its format version. Records of older code begin with other
/// values that cannot be mistaken for a version.
public final class PeopleDocuments {
    static final String PERSON = "person";
    public static final String NAME = "name";
    public static final String PERSON_RECORD = "person.record";

    static final String PROFILE = "portrait";
    public static final String PROFILE_RECORD = "portrait.record";

    static final String ASSERTION = "fact";
    static final String ASSERTION_PHOTO = "fact.photo";
    static final String ASSERTION_PERSON = "fact.person";
    public static final String ASSERTION_RECORD = "fact.record";

    static final String EVENT = "event";
    public static final String EVENT_RECORD = "event.record";
    public static final String CHANGES = "changes";

    /// Follows the id in a person's record. Format 1 stored there whether a name follows, 0 or 1.
    private static final byte FULL_PERSON = 2;

    private static final int NAMED = 1;
    private static final int HIDDEN = 2;
    private static final int COVER = 4;
    private static final int BIRTH_DATE = 8;
    private static final int CONFIRMED = 16;

    private static final byte ASSIGNED = 1;
    private static final byte REJECTED = 2;
    private static final byte NOT_A_FACE = 3;
    private static final byte DIFFERENT = 4;
    private static final byte NOT_A_COPY = 5;

    private PeopleDocuments() {}

    public static Document person(Person person) {
        var document = new Document();
        document.add(new StringField(PERSON, key(person.id().value()), Field.Store.NO));
        if (person.name() != null) {
            document.add(new StringField(NAME, person.name(), Field.Store.NO));
        }
        var out = new ByteBuffersDataOutput();
        write(out, person);
        document.add(new BinaryDocValuesField(PERSON_RECORD, new BytesRef(out.toArrayCopy())));
        return document;
    }

    public static Document profile(PersonId person, PersonProfile profile) {
        var document = new Document();
        document.add(new StringField(PROFILE, key(person.value()), Field.Store.NO));
        var out = new ByteBuffersDataOutput();
        out.writeLong(person.value());
        GalleryDocuments.write(out, profile.cover());
        // NaN encodes a missing confidence.
        GalleryDocuments.write(out, profile.confidence() == null ? Float.NaN : profile.confidence());
        out.writeLong(profile.facesFingerprint());
        document.add(new BinaryDocValuesField(PROFILE_RECORD, new BytesRef(out.toArrayCopy())));
        return document;
    }

    /// Passes a profile and the id of its person to the consumer.
    public static void readProfile(BytesRef bytes, BiConsumer<PersonId, PersonProfile> consumer) {
        var in = input(bytes);
        var person = new PersonId(in.readLong());
        FaceId cover = readFaceId(in);
        float confidence = GalleryDocuments.readFloat(in);
        consumer.accept(person, new PersonProfile(cover, Float.isNaN(confidence) ? null : confidence, in.readLong()));
    }

    public static Document assertion(Assertion assertion) {
        var document = new Document();
        document.add(new StringField(ASSERTION, key(assertion), Field.Store.NO));
        if (assertion instanceof Assertion.OfFace ofFace) {
            document.add(new StringField(
                    ASSERTION_PHOTO, GalleryDocuments.key(ofFace.face().photo()), Field.Store.NO));
        }
        for (PersonId person : assertion.people()) {
            document.add(new StringField(ASSERTION_PERSON, key(person.value()), Field.Store.NO));
        }
        var out = new ByteBuffersDataOutput();
        write(out, assertion);
        document.add(new BinaryDocValuesField(ASSERTION_RECORD, new BytesRef(out.toArrayCopy())));
        return document;
    }

    public static Document event(PeopleEvent event, Changes changes) {
        var document = new Document();
        document.add(new StringField(EVENT, key(event.number()), Field.Store.NO));
        var out = new ByteBuffersDataOutput();
        write(out, event);
        document.add(new BinaryDocValuesField(EVENT_RECORD, new BytesRef(out.toArrayCopy())));
        var all = new ByteBuffersDataOutput();
        write(all, changes);
        document.add(new StoredField(CHANGES, all.toArrayCopy()));
        return document;
    }

    /// The assertion that stores a face's person while its photo is gone, without a user action.
    public static Assertion implicitAssertion(StoredFace face, PersonId person) {
        return new Assertion.Assigned(
                face.face().id(), face.face().detection().box(), person, false, Assertion.NO_EVENT);
    }

    public static Term personTerm(PersonId person) {
        return new Term(PERSON, key(person.value()));
    }

    public static Term profileTerm(PersonId person) {
        return new Term(PROFILE, key(person.value()));
    }

    public static Term assertionTerm(Assertion assertion) {
        return new Term(ASSERTION, key(assertion));
    }

    /// The term of the assertions about faces of a photo.
    public static Term assertionsOf(PhotoId photo) {
        return new Term(ASSERTION_PHOTO, GalleryDocuments.key(photo));
    }

    /// The term of the assertions that name a person; versions whose commits have no event numbers do not
    /// write it.
    public static Term assertionsOf(PersonId person) {
        return new Term(ASSERTION_PERSON, key(person.value()));
    }

    public static Term eventTerm(long number) {
        return new Term(EVENT, key(number));
    }

    private static BytesRef key(long number) {
        return new BytesRef(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }

    private static BytesRef key(Assertion assertion) {
        return switch (assertion) {
            case Assertion.Assigned held -> key(ASSIGNED, held, held.person().value());
            case Assertion.Rejected refused ->
                key(REJECTED, refused, refused.person().value());
            case Assertion.NotAFace none -> key(NOT_A_FACE, none, 0);
            case Assertion.NotACopy none ->
                new BytesRef(ByteBuffer.allocate(1 + 2 * SHA256_BYTES)
                        .put(NOT_A_COPY)
                        .put(HexFormat.of().parseHex(none.one().sha256()))
                        .put(HexFormat.of().parseHex(none.other().sha256()))
                        .array());
            case Assertion.DifferentPeople different ->
                new BytesRef(ByteBuffer.allocate(1 + 2 * Long.BYTES)
                        .put(DIFFERENT)
                        .putLong(different.one().value())
                        .putLong(different.other().value())
                        .array());
        };
    }

    private static BytesRef key(byte kind, Assertion.OfFace fact, long identity) {
        Box box = fact.box();
        return new BytesRef(ByteBuffer.allocate(1 + SHA256_BYTES + 4 * Float.BYTES + Long.BYTES)
                .put(kind)
                .put(HexFormat.of().parseHex(fact.face().photo().sha256()))
                .putFloat(box.left())
                .putFloat(box.top())
                .putFloat(box.right())
                .putFloat(box.bottom())
                .putLong(identity)
                .array());
    }

    private static void write(ByteBuffersDataOutput out, Person person) {
        out.writeLong(person.id().value());
        out.writeByte(FULL_PERSON);
        out.writeByte((byte) ((person.name() == null ? 0 : NAMED)
                | (person.hidden() ? HIDDEN : 0)
                | (person.cover() == null ? 0 : COVER)
                | (person.birthDate() == null ? 0 : BIRTH_DATE)
                | (person.confirmed() ? CONFIRMED : 0)));
        if (person.name() != null) {
            out.writeString(person.name());
        }
        if (person.cover() != null) {
            GalleryDocuments.write(out, person.cover());
        }
        if (person.birthDate() != null) {
            out.writeLong(person.birthDate().toEpochDay());
        }
    }

    public static Person person(BytesRef bytes) throws IOException {
        return readPerson(input(bytes));
    }

    private static Person readPerson(ByteArrayDataInput in) throws IOException {
        var id = new PersonId(in.readLong());
        byte form = in.readByte();
        if (form != FULL_PERSON) {
            return new Person(id, form == 0 ? null : in.readString());
        }
        byte flags = in.readByte();
        return new Person(
                id,
                (flags & NAMED) == 0 ? null : in.readString(),
                (flags & HIDDEN) != 0,
                (flags & COVER) == 0 ? null : readFaceId(in),
                (flags & BIRTH_DATE) == 0 ? null : LocalDate.ofEpochDay(in.readLong()),
                (flags & CONFIRMED) != 0);
    }

    private static void write(ByteBuffersDataOutput out, Assertion assertion) {
        switch (assertion) {
            case Assertion.Assigned held -> {
                writeOfFace(out, ASSIGNED, held);
                write(out, held.person());
                out.writeByte((byte) (held.confirmed() ? 1 : 0));
            }
            case Assertion.Rejected refused -> {
                writeOfFace(out, REJECTED, refused);
                write(out, refused.person());
            }
            case Assertion.NotAFace none -> writeOfFace(out, NOT_A_FACE, none);
            case Assertion.NotACopy none -> {
                out.writeByte(NOT_A_COPY);
                out.writeLong(none.event());
                GalleryDocuments.write(out, none.one());
                GalleryDocuments.write(out, none.other());
            }
            case Assertion.DifferentPeople different -> {
                out.writeByte(DIFFERENT);
                out.writeLong(different.event());
                write(out, different.one());
                write(out, different.other());
            }
        }
    }

    private static void writeOfFace(ByteBuffersDataOutput out, byte kind, Assertion.OfFace fact) {
        out.writeByte(kind);
        out.writeLong(fact.event());
        GalleryDocuments.write(out, fact.face());
        GalleryDocuments.write(out, fact.box());
    }

    public static Assertion assertion(BytesRef bytes) throws IOException {
        return readAssertion(input(bytes));
    }

    private static Assertion readAssertion(ByteArrayDataInput in) throws IOException {
        byte kind = in.readByte();
        long event = in.readLong();
        return switch (kind) {
            case ASSIGNED ->
                new Assertion.Assigned(readFaceId(in), readBox(in), readPersonId(in), in.readByte() == 1, event);
            case REJECTED -> new Assertion.Rejected(readFaceId(in), readBox(in), readPersonId(in), event);
            case NOT_A_FACE -> new Assertion.NotAFace(readFaceId(in), readBox(in), event);
            case DIFFERENT -> new Assertion.DifferentPeople(readPersonId(in), readPersonId(in), event);
            case NOT_A_COPY -> new Assertion.NotACopy(readPhotoId(in), readPhotoId(in), event);
            default -> throw new CorruptIndexException("no fact is of the kind " + kind, ASSERTION_RECORD);
        };
    }

    private static void write(ByteBuffersDataOutput out, PeopleEvent event) {
        out.writeLong(event.number());
        out.writeLong(event.time().toEpochMilli());
        switch (event.action()) {
            case UserAction.Named(PersonId person, String name) -> {
                out.writeByte((byte) 1);
                write(out, person);
                writeText(out, name);
            }
            case UserAction.NamedFace(FaceId face, PersonId person, String name) -> {
                out.writeByte((byte) 2);
                GalleryDocuments.write(out, face);
                write(out, person);
                out.writeString(name);
            }
            case UserAction.Merged(List<PersonId> from, PersonId into) -> {
                out.writeByte((byte) 3);
                write(out, into);
                out.writeInt(from.size());
                from.forEach(person -> write(out, person));
            }
            case UserAction.Split(List<FaceId> faces, PersonId person, String name) -> {
                writeFaces(out, 4, faces);
                write(out, person);
                writeText(out, name);
            }
            case UserAction.Moved(List<FaceId> faces, PersonId person) -> {
                writeFaces(out, 5, faces);
                write(out, person);
            }
            case UserAction.Confirmed(List<FaceId> faces, PersonId person) -> {
                writeFaces(out, 6, faces);
                write(out, person);
            }
            case UserAction.Rejected(List<FaceId> faces, PersonId person) -> {
                writeFaces(out, 7, faces);
                write(out, person);
            }
            case UserAction.MarkedNotAFace(List<FaceId> faces) -> writeFaces(out, 8, faces);
            case UserAction.UnmarkedNotAFace(List<FaceId> faces) -> writeFaces(out, 9, faces);
            case UserAction.Retracted(List<FaceId> faces) -> writeFaces(out, 10, faces);
            case UserAction.Hidden(PersonId person) -> {
                out.writeByte((byte) 11);
                write(out, person);
            }
            case UserAction.Shown(PersonId person) -> {
                out.writeByte((byte) 12);
                write(out, person);
            }
            case UserAction.CoverChosen(PersonId person, FaceId face) -> {
                out.writeByte((byte) 13);
                write(out, person);
                out.writeByte((byte) (face == null ? 0 : 1));
                if (face != null) {
                    GalleryDocuments.write(out, face);
                }
            }
            case UserAction.BirthDateSet(PersonId person, LocalDate date) -> {
                out.writeByte((byte) 14);
                write(out, person);
                out.writeByte((byte) (date == null ? 0 : 1));
                if (date != null) {
                    out.writeLong(date.toEpochDay());
                }
            }
            case UserAction.MarkedDifferent(PersonId one, PersonId other) -> {
                out.writeByte((byte) 15);
                write(out, one);
                write(out, other);
            }
            case UserAction.UnmarkedDifferent(PersonId one, PersonId other) -> {
                out.writeByte((byte) 16);
                write(out, one);
                write(out, other);
            }
            case UserAction.Undone(long undone) -> {
                out.writeByte((byte) 17);
                out.writeLong(undone);
            }
            case UserAction.Imported(String source, int faces, int people) -> {
                out.writeByte((byte) 18);
                out.writeString(source);
                out.writeInt(faces);
                out.writeInt(people);
            }
            case UserAction.MarkedNotCopies(List<PhotoId> photos) -> {
                out.writeByte((byte) 19);
                writeAll(out, photos, photo -> GalleryDocuments.write(out, photo));
            }
        }
    }

    public static PeopleEvent event(BytesRef bytes) throws IOException {
        var in = input(bytes);
        long number = in.readLong();
        Instant time = Instant.ofEpochMilli(in.readLong());
        byte kind = in.readByte();
        UserAction action = switch (kind) {
            case 1 -> new UserAction.Named(readPersonId(in), readText(in));
            case 2 -> new UserAction.NamedFace(readFaceId(in), readPersonId(in), in.readString());
            case 3 -> {
                PersonId into = readPersonId(in);
                List<PersonId> from = new ArrayList<>();
                for (int left = in.readInt(); left > 0; left--) {
                    from.add(readPersonId(in));
                }
                yield new UserAction.Merged(from, into);
            }
            case 4 -> new UserAction.Split(readFaces(in), readPersonId(in), readText(in));
            case 5 -> new UserAction.Moved(readFaces(in), readPersonId(in));
            case 6 -> new UserAction.Confirmed(readFaces(in), readPersonId(in));
            case 7 -> new UserAction.Rejected(readFaces(in), readPersonId(in));
            case 8 -> new UserAction.MarkedNotAFace(readFaces(in));
            case 9 -> new UserAction.UnmarkedNotAFace(readFaces(in));
            case 10 -> new UserAction.Retracted(readFaces(in));
            case 11 -> new UserAction.Hidden(readPersonId(in));
            case 12 -> new UserAction.Shown(readPersonId(in));
            case 13 -> new UserAction.CoverChosen(readPersonId(in), in.readByte() == 0 ? null : readFaceId(in));
            case 14 ->
                new UserAction.BirthDateSet(
                        readPersonId(in), in.readByte() == 0 ? null : LocalDate.ofEpochDay(in.readLong()));
            case 15 -> new UserAction.MarkedDifferent(readPersonId(in), readPersonId(in));
            case 16 -> new UserAction.UnmarkedDifferent(readPersonId(in), readPersonId(in));
            case 17 -> new UserAction.Undone(in.readLong());
            case 18 -> new UserAction.Imported(in.readString(), in.readInt(), in.readInt());
            case 19 -> new UserAction.MarkedNotCopies(readAll(in, () -> readPhotoId(in)));
            default -> throw new CorruptIndexException("no user action has the number " + kind, EVENT_RECORD);
        };
        return new PeopleEvent(number, time, action);
    }

    private static void write(ByteBuffersDataOutput out, Changes changes) {
        writeAll(out, changes.faces(), face -> {
            GalleryDocuments.write(out, face.face());
            GalleryDocuments.write(out, face.box());
            write(out, face.before());
            write(out, face.after());
        });
        writeAll(out, changes.people(), person -> {
            write(out, person.person());
            writePerson(out, person.before());
            writePerson(out, person.after());
        });
        writeAll(out, changes.removed(), assertion -> write(out, assertion));
        writeAll(out, changes.added(), assertion -> write(out, assertion));
    }

    public static Changes changes(BytesRef bytes) throws IOException {
        var in = input(bytes);
        return new Changes(
                readAll(
                        in,
                        () -> new Changes.OfFace(readFaceId(in), readBox(in), readAssignment(in), readAssignment(in))),
                readAll(
                        in,
                        () -> new Changes.OfPerson(readPersonId(in), readNullablePerson(in), readNullablePerson(in))),
                readAll(in, () -> readAssertion(in)),
                readAll(in, () -> readAssertion(in)));
    }

    private static <T> void writeAll(ByteBuffersDataOutput out, List<T> all, Consumer<T> one) {
        out.writeInt(all.size());
        all.forEach(one);
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read() throws IOException;
    }

    private static <T> List<T> readAll(ByteArrayDataInput in, Reading<T> one) throws IOException {
        List<T> all = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            all.add(one.read());
        }
        return all;
    }

    private static void write(ByteBuffersDataOutput out, Changes.FaceAssignment assignment) {
        out.writeLong(GalleryDocuments.number(assignment.person()));
        out.writeLong(GalleryDocuments.number(assignment.assignment()));
    }

    private static Changes.FaceAssignment readAssignment(ByteArrayDataInput in) throws IOException {
        return new Changes.FaceAssignment(
                GalleryDocuments.person(in.readLong()), GalleryDocuments.assignment(in.readLong()));
    }

    private static void writePerson(ByteBuffersDataOutput out, @Nullable Person person) {
        out.writeByte((byte) (person == null ? 0 : 1));
        if (person != null) {
            write(out, person);
        }
    }

    private static @Nullable Person readNullablePerson(ByteArrayDataInput in) throws IOException {
        return in.readByte() == 0 ? null : readPerson(in);
    }

    private static void write(ByteBuffersDataOutput out, PersonId person) {
        out.writeLong(person.value());
    }

    private static PersonId readPersonId(ByteArrayDataInput in) {
        return new PersonId(in.readLong());
    }

    private static void writeFaces(ByteBuffersDataOutput out, int kind, List<FaceId> faces) {
        out.writeByte((byte) kind);
        writeAll(out, faces, face -> GalleryDocuments.write(out, face));
    }

    private static List<FaceId> readFaces(ByteArrayDataInput in) throws IOException {
        return readAll(in, () -> readFaceId(in));
    }

    private static void writeText(ByteBuffersDataOutput out, @Nullable String text) {
        out.writeByte((byte) (text == null ? 0 : 1));
        if (text != null) {
            out.writeString(text);
        }
    }

    private static @Nullable String readText(ByteArrayDataInput in) throws IOException {
        return in.readByte() == 0 ? null : in.readString();
    }
}
