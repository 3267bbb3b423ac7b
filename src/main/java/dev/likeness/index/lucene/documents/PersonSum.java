package dev.likeness.index.lucene.documents;

import dev.likeness.face.PersonId;
import dev.likeness.index.FaceTotals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.util.ArrayUtil;

/// Adds up the faces of one person after another.
final class PersonSum {
    private long[] photos = new long[64];
    private int faces;
    private long captured = SegmentFaces.NO_TIME;
    private float magnitude;
    private long fingerprint;

    /// What the faces of each person add up to.
    static Map<PersonId, FaceTotals> all(DocumentReader documents) throws IOException {
        List<SegmentPeople.Walk> segments = new ArrayList<>();
        for (LeafReaderContext leaf : documents.leaves()) {
            segments.add(documents.people(leaf).walk());
        }
        Map<PersonId, FaceTotals> totals = new HashMap<>();
        PersonSum sum = new PersonSum();
        for (long person = SegmentPeople.next(segments);
                person != Long.MAX_VALUE;
                person = SegmentPeople.next(segments)) {
            for (SegmentPeople.Walk segment : segments) {
                if (segment.person() == person) {
                    segment.addTo(sum);
                }
            }
            PersonId id = new PersonId(person);
            totals.put(id, sum.take(id));
        }
        return totals;
    }

    /// What the faces of one person add up to; empty without a face.
    static Optional<FaceTotals> of(DocumentReader documents, PersonId person) throws IOException {
        PersonSum sum = new PersonSum();
        for (LeafReaderContext leaf : documents.leaves()) {
            SegmentPeople.Walk segment = documents.people(leaf).walkFrom(person.value());
            if (segment.person() == person.value()) {
                segment.addTo(sum);
            }
        }
        return sum.faces == 0 ? Optional.empty() : Optional.of(sum.take(person));
    }

    void add(SegmentFaces segment, int face) {
        photos = ArrayUtil.grow(photos, faces + 1);
        photos[faces++] = segment.photo(face);
        captured = Math.max(captured, segment.captured(face));
        magnitude = Math.max(magnitude, segment.magnitude(face));
        fingerprint += segment.fingerprint(face);
    }

    /// The sum so far; the next one begins with nothing.
    private FaceTotals take(PersonId person) {
        var totals = new FaceTotals(
                person,
                faces,
                distinctPhotos(),
                captured == SegmentFaces.NO_TIME ? null : GalleryDocuments.time(captured),
                magnitude,
                fingerprint);
        faces = 0;
        captured = SegmentFaces.NO_TIME;
        magnitude = 0;
        fingerprint = 0;
        return totals;
    }

    private int distinctPhotos() {
        Arrays.sort(photos, 0, faces);
        int distinct = 0;
        for (int i = 0; i < faces; i++) {
            if (i == 0 || photos[i] != photos[i - 1]) {
                distinct++;
            }
        }
        return distinct;
    }
}
