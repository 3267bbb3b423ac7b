package dev.likeness.index.lucene.documents;

import static dev.likeness.index.lucene.documents.GalleryDocuments.FACE_RECORD;

import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;

/// Selects faces of a person by their magnitudes. Only the ids of those that may be among them are read.
final class ClearestFaces {
    private record Clear(FaceId face, float magnitude) {}

    private ClearestFaces() {}

    /// The faces with the greatest magnitudes, greatest first; equal ones by id.
    static List<FaceId> of(DocumentReader documents, PersonId person, int limit) throws IOException {
        List<Clear> clearest = new ArrayList<>();
        for (LeafReaderContext leaf : documents.leaves()) {
            SegmentFaces faces = documents.faces(leaf);
            int[] numbers = documents.people(leaf).faces(person.value());
            float least = least(faces, numbers, limit);
            BinaryDocValues records = DocValues.getBinary(leaf.reader(), FACE_RECORD);
            for (int face : numbers) {
                if (faces.magnitude(face) >= least && records.advanceExact(faces.document(face))) {
                    clearest.add(new Clear(
                            RecordParts.decoded(FACE_RECORD, records.binaryValue(), GalleryDocuments::faceId),
                            faces.magnitude(face)));
                }
            }
        }
        return clearest.stream()
                .sorted(Comparator.comparingDouble((Clear clear) -> -clear.magnitude)
                        .thenComparing(Clear::face))
                .limit(limit)
                .map(Clear::face)
                .toList();
    }

    /// The magnitude that a face needs to be among the clearest of these.
    private static float least(SegmentFaces faces, int[] numbers, int limit) {
        if (numbers.length <= limit) {
            return Float.NEGATIVE_INFINITY;
        }
        float[] magnitudes = new float[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            magnitudes[i] = faces.magnitude(numbers[i]);
        }
        Arrays.sort(magnitudes);
        return magnitudes[numbers.length - limit];
    }
}
