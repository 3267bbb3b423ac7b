package dev.likeness.evaluation.calibration;

import dev.likeness.evaluation.data.EvaluatedFace;
import dev.likeness.face.Embedding;
import dev.likeness.face.Template;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;

/// Two templates of one person, made of pictures that they do not share.
record DisjointTemplates(Template first, Template second) {

    /// Shuffles the pictures and deals some of them to each template: to the first any number from one
    /// to all but one, to the second any number of those that are left. Across people the first of one
    /// and the second of another are thus pairs of the same sizes as the two of one person.
    ///
    /// @param pictures picture → version, at least two
    /// @param version chooses the version of each picture
    static DisjointTemplates draw(List<List<EvaluatedFace>> pictures, RandomGenerator random, IntSupplier version) {
        List<List<EvaluatedFace>> shuffled = new ArrayList<>(pictures);
        Collections.shuffle(shuffled, random);
        int ofFirst = 1 + random.nextInt(shuffled.size() - 1);
        int ofSecond = 1 + random.nextInt(shuffled.size() - ofFirst);
        return new DisjointTemplates(
                template(shuffled.subList(0, ofFirst), version),
                template(shuffled.subList(ofFirst, ofFirst + ofSecond), version));
    }

    private static Template template(List<List<EvaluatedFace>> pictures, IntSupplier version) {
        List<Embedding> faces = new ArrayList<>();
        for (List<EvaluatedFace> versions : pictures) {
            faces.add(versions.get(version.getAsInt()).embedding());
        }
        return Template.of(faces);
    }
}
