package dev.likeness.index.lucene.people;

import static dev.likeness.index.lucene.documents.RecordParts.input;
import static dev.likeness.index.lucene.documents.RecordParts.key;
import static dev.likeness.index.lucene.documents.RecordParts.readFaceId;
import static dev.likeness.index.lucene.documents.RecordParts.readFloat;
import static dev.likeness.index.lucene.documents.RecordParts.readPersonId;
import static dev.likeness.index.lucene.documents.RecordParts.write;

import dev.likeness.face.FaceId;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonProfile;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Map;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.ByteArrayDataInput;
import org.apache.lucene.store.ByteBuffersDataOutput;
import org.apache.lucene.util.BytesRef;

/// The format of the documents for a person and for the person's profile. A profile is derived from the
/// person's faces and may be missing or outdated.
///
///     person     PERSON  NAME?  PERSON_RECORD
///     profile    PROFILE  PROFILE_RECORD
public final class PersonDocuments {
    static final String PERSON = "person";
    static final String NAME = "name";
    public static final String PERSON_RECORD = "person.record";

    static final String PROFILE = "portrait";
    public static final String PROFILE_RECORD = "portrait.record";

    /// Version of the record's format, stored after the id. Format 1 stored there whether a name follows, 0
    /// or 1.
    private static final byte FORMAT = 2;

    private static final int NAMED = 1;
    private static final int HIDDEN = 2;
    private static final int COVER = 4;
    private static final int BIRTH_DATE = 8;
    private static final int CONFIRMED = 16;
    private static final int EXTERNAL_ID = 32;

    private PersonDocuments() {}

    public static Document person(Person person) {
        var document = new Document();
        document.add(new StringField(PERSON, key(person.id().value()), Field.Store.NO));
        if (person.name() != null) {
            document.add(new StringField(NAME, person.name(), Field.Store.NO));
        }
        var out = new ByteBuffersDataOutput();
        writePerson(out, person);
        document.add(new BinaryDocValuesField(PERSON_RECORD, new BytesRef(out.toArrayCopy())));
        return document;
    }

    public static Document profile(PersonId person, PersonProfile profile) {
        var document = new Document();
        document.add(new StringField(PROFILE, key(person.value()), Field.Store.NO));
        var out = new ByteBuffersDataOutput();
        write(out, person);
        write(out, profile.cover());
        // NaN encodes a missing confidence.
        write(out, profile.confidence() == null ? Float.NaN : profile.confidence());
        out.writeLong(profile.facesFingerprint());
        document.add(new BinaryDocValuesField(PROFILE_RECORD, new BytesRef(out.toArrayCopy())));
        return document;
    }

    public static Term personTerm(PersonId person) {
        return new Term(PERSON, key(person.value()));
    }

    public static Term nameTerm(String name) {
        return new Term(NAME, name);
    }

    static Term profileTerm(PersonId person) {
        return new Term(PROFILE, key(person.value()));
    }

    public static Person person(BytesRef record) throws IOException {
        return readPerson(input(record));
    }

    /// A profile and the id of its person.
    public static Map.Entry<PersonId, PersonProfile> profile(BytesRef record) {
        var in = input(record);
        PersonId person = readPersonId(in);
        FaceId cover = readFaceId(in);
        float confidence = readFloat(in);
        return Map.entry(person, new PersonProfile(cover, Float.isNaN(confidence) ? null : confidence, in.readLong()));
    }

    static void writePerson(ByteBuffersDataOutput out, Person person) {
        write(out, person.id());
        out.writeByte(FORMAT);
        out.writeByte((byte) ((person.name() == null ? 0 : NAMED)
                | (person.hidden() ? HIDDEN : 0)
                | (person.cover() == null ? 0 : COVER)
                | (person.birthDate() == null ? 0 : BIRTH_DATE)
                | (person.confirmed() ? CONFIRMED : 0)
                | (person.externalId() == null ? 0 : EXTERNAL_ID)));
        if (person.name() != null) {
            out.writeString(person.name());
        }
        if (person.cover() != null) {
            write(out, person.cover());
        }
        if (person.birthDate() != null) {
            out.writeLong(person.birthDate().toEpochDay());
        }
        if (person.externalId() != null) {
            out.writeString(person.externalId());
        }
    }

    static Person readPerson(ByteArrayDataInput in) throws IOException {
        PersonId id = readPersonId(in);
        byte format = in.readByte();
        if (format != FORMAT) {
            return new Person(id, format == 0 ? null : in.readString());
        }
        byte flags = in.readByte();
        return new Person(
                id,
                (flags & NAMED) == 0 ? null : in.readString(),
                (flags & HIDDEN) != 0,
                (flags & COVER) == 0 ? null : readFaceId(in),
                (flags & BIRTH_DATE) == 0 ? null : LocalDate.ofEpochDay(in.readLong()),
                (flags & CONFIRMED) != 0,
                (flags & EXTERNAL_ID) == 0 ? null : in.readString());
    }
}
