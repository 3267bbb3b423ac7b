package dev.likeness.index.lucene.documents;

import static dev.likeness.index.lucene.documents.GalleryDocuments.FACE_RECORD;
import static dev.likeness.index.lucene.documents.GalleryDocuments.VECTOR;

import dev.likeness.face.PersonId;
import dev.likeness.face.Template;
import dev.likeness.face.UnitVector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.jspecify.annotations.Nullable;

/// Pools the faces of one person after another. Of a face only its vector and its magnitude are read.
final class PersonTemplates {
    /// The people of a segment with the vectors of their faces.
    private record Segment(
            SegmentPeople people,
            SegmentFaces faces,
            @Nullable FloatVectorValues vectors) {}

    private double[] sum = new double[0];
    private float @Nullable [] first;
    private float magnitude;
    private int faces;

    /// Passes on the templates of these people, in the order of their numbers, without those who have no face.
    static void forEach(DocumentReader documents, Set<PersonId> people, BiConsumer<PersonId, Template> consumer)
            throws IOException {
        List<Segment> segments = new ArrayList<>();
        for (LeafReaderContext leaf : documents.leaves()) {
            segments.add(new Segment(
                    documents.people(leaf), documents.faces(leaf), leaf.reader().getFloatVectorValues(VECTOR)));
        }
        PersonTemplates pool = new PersonTemplates();
        for (PersonId person : people.stream().sorted().toList()) {
            for (Segment segment : segments) {
                for (int face : segment.people.faces(person.value())) {
                    pool.add(segment, face);
                }
            }
            if (pool.faces > 0) {
                consumer.accept(person, pool.take());
            }
        }
    }

    private void add(Segment segment, int face) throws IOException {
        float[] vector = segment.faces.vector(segment.vectors, face);
        float weight = segment.faces.magnitude(face);
        if (sum.length != vector.length) {
            sum = new double[vector.length];
        }
        if (faces == 0) {
            first = vector.clone();
        }
        for (int i = 0; i < sum.length; i++) {
            sum[i] += (double) weight * vector[i];
        }
        magnitude = Math.max(magnitude, weight);
        faces++;
    }

    private Template take() throws IOException {
        Template template = RecordParts.valid(VECTOR, () -> new Template(direction(), magnitude, faces));
        Arrays.fill(sum, 0);
        first = null;
        magnitude = 0;
        faces = 0;
        return template;
    }

    private UnitVector direction() {
        if (faces == 1 && first != null) {
            return UnitVector.of(first);
        }
        float[] pooled = new float[sum.length];
        for (int i = 0; i < pooled.length; i++) {
            pooled[i] = (float) sum[i];
        }
        return UnitVector.normalized(pooled);
    }

    /// The error of a face whose vector is not where it must be.
    static CorruptIndexException withoutVector(int document) {
        return new CorruptIndexException("the face in document " + document + " has no vector", FACE_RECORD);
    }
}
