package dev.likeness.index.lucene.people;

import static dev.likeness.index.lucene.documents.RecordParts.input;
import static dev.likeness.index.lucene.documents.RecordParts.key;
import static dev.likeness.index.lucene.documents.RecordParts.readAll;
import static dev.likeness.index.lucene.documents.RecordParts.readBox;
import static dev.likeness.index.lucene.documents.RecordParts.readFaceId;
import static dev.likeness.index.lucene.documents.RecordParts.readPersonId;
import static dev.likeness.index.lucene.documents.RecordParts.write;
import static dev.likeness.index.lucene.documents.RecordParts.writeAll;

import dev.likeness.face.PeopleEvent;
import dev.likeness.face.Person;
import dev.likeness.face.UserAction;
import dev.likeness.index.Changes;
import dev.likeness.index.lucene.documents.GalleryDocuments;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.ByteArrayDataInput;
import org.apache.lucene.store.ByteBuffersDataOutput;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// The format of the document for one event of the edit history.
///
///     event      EVENT  EVENT_RECORD  CHANGES
///
/// CHANGES is a stored field and not a doc value: it may be large, and only an undo or an erasure reads it.
public final class EventDocuments {
    static final String EVENT = "event";
    public static final String EVENT_RECORD = "event.record";
    public static final String CHANGES = "changes";

    private EventDocuments() {}

    public static Document event(PeopleEvent event, Changes changes) {
        var document = new Document();
        document.add(new StringField(EVENT, key(event.number()), Field.Store.NO));
        var record = new ByteBuffersDataOutput();
        record.writeLong(event.number());
        record.writeLong(event.time().toEpochMilli());
        UserActionCodec.encode(record, event.action());
        ActorCodec.encode(record, event.actor());
        document.add(new BinaryDocValuesField(EVENT_RECORD, new BytesRef(record.toArrayCopy())));
        var changed = new ByteBuffersDataOutput();
        writeChanges(changed, changes);
        document.add(new StoredField(CHANGES, changed.toArrayCopy()));
        return document;
    }

    public static Term eventTerm(long number) {
        return new Term(EVENT, key(number));
    }

    /// The number in the term of an event.
    static long number(BytesRef key) {
        return ByteBuffer.wrap(key.bytes, key.offset, key.length).getLong();
    }

    public static PeopleEvent event(BytesRef record) throws IOException {
        var in = input(record);
        long number = in.readLong();
        Instant time = Instant.ofEpochMilli(in.readLong());
        UserAction action = UserActionCodec.decode(in);
        return new PeopleEvent(number, time, ActorCodec.decode(in), action);
    }

    private static void writeChanges(ByteBuffersDataOutput out, Changes changes) {
        writeAll(out, changes.faces(), face -> {
            write(out, face.face());
            write(out, face.box());
            writeAssignment(out, face.before());
            writeAssignment(out, face.after());
        });
        writeAll(out, changes.people(), person -> {
            write(out, person.person());
            writePerson(out, person.before());
            writePerson(out, person.after());
        });
        writeAll(out, changes.removed(), assertion -> AssertionDocuments.writeAssertion(out, assertion));
        writeAll(out, changes.added(), assertion -> AssertionDocuments.writeAssertion(out, assertion));
    }

    public static Changes changes(BytesRef bytes) throws IOException {
        var in = input(bytes);
        return new Changes(
                readAll(
                        in,
                        () -> new Changes.OfFace(readFaceId(in), readBox(in), readAssignment(in), readAssignment(in))),
                readAll(in, () -> new Changes.OfPerson(readPersonId(in), readPerson(in), readPerson(in))),
                readAll(in, () -> AssertionDocuments.readAssertion(in)),
                readAll(in, () -> AssertionDocuments.readAssertion(in)));
    }

    private static void writeAssignment(ByteBuffersDataOutput out, Changes.FaceAssignment assignment) {
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
            PersonDocuments.writePerson(out, person);
        }
    }

    private static @Nullable Person readPerson(ByteArrayDataInput in) throws IOException {
        return in.readByte() == 0 ? null : PersonDocuments.readPerson(in);
    }
}
