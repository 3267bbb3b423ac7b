package dev.likeness.index.lucene.people;

import dev.likeness.face.Box;
import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import java.util.HexFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.util.BytesRef;

/// Stored bytes as text: hex digits, in which `A` and `B` stand for the hashes of two photos and spaces
/// separate the values.
final class StoredBytes {
    static final PersonId ONE = new PersonId(1);
    static final PersonId TWO = new PersonId(2);
    static final PersonId THREE = new PersonId(3);
    static final PhotoId A = new PhotoId("aa".repeat(32));
    static final PhotoId B = new PhotoId("bb".repeat(32));
    static final FaceId A0 = new FaceId(A, 0);
    static final FaceId B1 = new FaceId(B, 1);
    static final Box BOX = new Box(1, 2, 3, 4);

    private StoredBytes() {}

    static BytesRef bytes(String text) {
        return new BytesRef(HexFormat.of()
                .parseHex(text.replaceAll("\\s", "").replace("A", A.sha256()).replace("B", B.sha256())));
    }

    /// The bytes of a field that occurs once.
    static BytesRef field(Document document, String name) {
        return document.getField(name).binaryValue();
    }
}
