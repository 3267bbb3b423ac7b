package dev.likeness.index.lucene.people;

import static dev.likeness.index.lucene.documents.RecordParts.readAll;
import static dev.likeness.index.lucene.documents.RecordParts.readFaceId;
import static dev.likeness.index.lucene.documents.RecordParts.readPersonId;
import static dev.likeness.index.lucene.documents.RecordParts.readPhotoId;
import static dev.likeness.index.lucene.documents.RecordParts.readText;
import static dev.likeness.index.lucene.documents.RecordParts.write;
import static dev.likeness.index.lucene.documents.RecordParts.writeAll;
import static dev.likeness.index.lucene.documents.RecordParts.writeText;

import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import dev.likeness.face.UserAction;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.ByteArrayDataInput;
import org.apache.lucene.store.ByteBuffersDataOutput;

/// The stored form of a user action: the number of its kind, then its values. Each kind has one entry in
/// [#FORMS], which is all that this package knows about it. Galleries contain the numbers, so a new kind gets
/// the next number and no number changes.
final class UserActionCodec {
    @FunctionalInterface
    private interface Writer<A extends UserAction> {
        void write(ByteBuffersDataOutput out, A action);
    }

    @FunctionalInterface
    private interface Reader<A extends UserAction> {
        A read(ByteArrayDataInput in) throws IOException;
    }

    /// The form of one kind of action. `writer` and `reader` handle the values after the number.
    private record Form<A extends UserAction>(int number, Class<A> type, Writer<A> writer, Reader<A> reader) {
        void encode(ByteBuffersDataOutput out, UserAction action) {
            out.writeByte((byte) number);
            writer.write(out, type.cast(action));
        }
    }

    private static final List<Form<?>> FORMS = List.of(
            new Form<>(
                    1,
                    UserAction.Named.class,
                    (out, named) -> {
                        write(out, named.person());
                        writeText(out, named.name());
                    },
                    in -> new UserAction.Named(readPersonId(in), readText(in))),
            new Form<>(
                    2,
                    UserAction.NamedFace.class,
                    (out, named) -> {
                        write(out, named.face());
                        write(out, named.person());
                        out.writeString(named.name());
                    },
                    in -> new UserAction.NamedFace(readFaceId(in), readPersonId(in), in.readString())),
            new Form<>(
                    3,
                    UserAction.Merged.class,
                    (out, merged) -> {
                        write(out, merged.into());
                        writeAll(out, merged.from(), person -> write(out, person));
                    },
                    in -> {
                        PersonId into = readPersonId(in);
                        return new UserAction.Merged(readAll(in, () -> readPersonId(in)), into);
                    }),
            new Form<>(
                    4,
                    UserAction.Split.class,
                    (out, split) -> {
                        writeFaces(out, split.faces());
                        write(out, split.person());
                        writeText(out, split.name());
                    },
                    in -> new UserAction.Split(readFaces(in), readPersonId(in), readText(in))),
            new Form<>(
                    5,
                    UserAction.Moved.class,
                    (out, moved) -> {
                        writeFaces(out, moved.faces());
                        write(out, moved.person());
                    },
                    in -> new UserAction.Moved(readFaces(in), readPersonId(in))),
            new Form<>(
                    6,
                    UserAction.Confirmed.class,
                    (out, confirmed) -> {
                        writeFaces(out, confirmed.faces());
                        write(out, confirmed.person());
                    },
                    in -> new UserAction.Confirmed(readFaces(in), readPersonId(in))),
            new Form<>(
                    7,
                    UserAction.Rejected.class,
                    (out, rejected) -> {
                        writeFaces(out, rejected.faces());
                        write(out, rejected.person());
                    },
                    in -> new UserAction.Rejected(readFaces(in), readPersonId(in))),
            new Form<>(
                    8,
                    UserAction.MarkedNotAFace.class,
                    (out, marked) -> writeFaces(out, marked.faces()),
                    in -> new UserAction.MarkedNotAFace(readFaces(in))),
            new Form<>(
                    9,
                    UserAction.UnmarkedNotAFace.class,
                    (out, unmarked) -> writeFaces(out, unmarked.faces()),
                    in -> new UserAction.UnmarkedNotAFace(readFaces(in))),
            new Form<>(
                    10,
                    UserAction.Retracted.class,
                    (out, retracted) -> writeFaces(out, retracted.faces()),
                    in -> new UserAction.Retracted(readFaces(in))),
            new Form<>(
                    11,
                    UserAction.Hidden.class,
                    (out, hidden) -> write(out, hidden.person()),
                    in -> new UserAction.Hidden(readPersonId(in))),
            new Form<>(
                    12,
                    UserAction.Shown.class,
                    (out, shown) -> write(out, shown.person()),
                    in -> new UserAction.Shown(readPersonId(in))),
            new Form<>(
                    13,
                    UserAction.CoverChosen.class,
                    (out, chosen) -> {
                        write(out, chosen.person());
                        FaceId face = chosen.face();
                        out.writeByte((byte) (face == null ? 0 : 1));
                        if (face != null) {
                            write(out, face);
                        }
                    },
                    in -> new UserAction.CoverChosen(readPersonId(in), in.readByte() == 0 ? null : readFaceId(in))),
            new Form<>(
                    14,
                    UserAction.BirthDateSet.class,
                    (out, set) -> {
                        write(out, set.person());
                        LocalDate date = set.date();
                        out.writeByte((byte) (date == null ? 0 : 1));
                        if (date != null) {
                            out.writeLong(date.toEpochDay());
                        }
                    },
                    in -> new UserAction.BirthDateSet(
                            readPersonId(in), in.readByte() == 0 ? null : LocalDate.ofEpochDay(in.readLong()))),
            new Form<>(
                    15,
                    UserAction.MarkedDifferent.class,
                    (out, marked) -> {
                        write(out, marked.one());
                        write(out, marked.other());
                    },
                    in -> new UserAction.MarkedDifferent(readPersonId(in), readPersonId(in))),
            new Form<>(
                    16,
                    UserAction.UnmarkedDifferent.class,
                    (out, unmarked) -> {
                        write(out, unmarked.one());
                        write(out, unmarked.other());
                    },
                    in -> new UserAction.UnmarkedDifferent(readPersonId(in), readPersonId(in))),
            new Form<>(
                    17,
                    UserAction.Undone.class,
                    (out, undone) -> out.writeLong(undone.event()),
                    in -> new UserAction.Undone(in.readLong())),
            new Form<>(
                    18,
                    UserAction.Imported.class,
                    (out, imported) -> {
                        out.writeString(imported.source());
                        out.writeInt(imported.faceCount());
                        out.writeInt(imported.peopleCount());
                    },
                    in -> new UserAction.Imported(in.readString(), in.readInt(), in.readInt())),
            new Form<>(
                    19,
                    UserAction.MarkedNotCopies.class,
                    (out, marked) -> writeAll(out, marked.photos(), photo -> write(out, photo)),
                    in -> new UserAction.MarkedNotCopies(readAll(in, () -> readPhotoId(in)))),
            new Form<>(
                    20,
                    UserAction.Drawn.class,
                    (out, drawn) -> {
                        write(out, drawn.face());
                        PersonId person = drawn.person();
                        out.writeByte((byte) (person == null ? 0 : 1));
                        if (person != null) {
                            write(out, person);
                        }
                    },
                    in -> new UserAction.Drawn(readFaceId(in), in.readByte() == 0 ? null : readPersonId(in))),
            new Form<>(
                    21,
                    UserAction.HiddenPeople.class,
                    (out, hidden) -> writeAll(out, hidden.people(), person -> write(out, person)),
                    in -> new UserAction.HiddenPeople(readAll(in, () -> readPersonId(in)))),
            new Form<>(
                    22,
                    UserAction.ShownPeople.class,
                    (out, shown) -> writeAll(out, shown.people(), person -> write(out, person)),
                    in -> new UserAction.ShownPeople(readAll(in, () -> readPersonId(in)))),
            new Form<>(
                    23,
                    UserAction.Combined.class,
                    (out, combined) -> writeAll(out, combined.parts(), part -> encode(out, part)),
                    in -> new UserAction.Combined(readAll(in, () -> decode(in)))),
            new Form<>(
                    24,
                    UserAction.ExternalIdSet.class,
                    (out, set) -> {
                        write(out, set.person());
                        String externalId = set.externalId();
                        out.writeByte((byte) (externalId == null ? 0 : 1));
                        if (externalId != null) {
                            out.writeString(externalId);
                        }
                    },
                    in -> new UserAction.ExternalIdSet(readPersonId(in), in.readByte() == 0 ? null : in.readString())));

    private static final Map<Class<? extends UserAction>, Form<?>> BY_TYPE =
            FORMS.stream().collect(Collectors.toUnmodifiableMap(Form::type, Function.identity()));
    private static final Map<Integer, Form<?>> BY_NUMBER =
            FORMS.stream().collect(Collectors.toUnmodifiableMap(Form::number, Function.identity()));

    private UserActionCodec() {}

    static void encode(ByteBuffersDataOutput out, UserAction action) {
        Form<?> form = BY_TYPE.get(action.getClass());
        if (form == null) {
            throw new IllegalStateException("no stored form for " + action.getClass());
        }
        form.encode(out, action);
    }

    static UserAction decode(ByteArrayDataInput in) throws IOException {
        byte number = in.readByte();
        Form<?> form = BY_NUMBER.get((int) number);
        if (form == null) {
            throw new CorruptIndexException("unknown kind of user action: " + number, EventDocuments.EVENT_RECORD);
        }
        return form.reader().read(in);
    }

    private static void writeFaces(ByteBuffersDataOutput out, List<FaceId> faces) {
        writeAll(out, faces, face -> write(out, face));
    }

    private static List<FaceId> readFaces(ByteArrayDataInput in) throws IOException {
        return readAll(in, () -> readFaceId(in));
    }
}
