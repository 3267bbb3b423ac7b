package dev.likeness.evaluation.calibration;

import dev.likeness.evaluation.data.EvaluatedFace;
import dev.likeness.face.Embedding;
import dev.likeness.face.Template;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;

/// Two templates of one person that share no picture.
record DisjointTemplates(Template first, Template second) {

    /// Shuffles the pictures and assigns some to each template: the first gets a random number of them but at
    /// least one and not all, the second a random number of the rest. So the first template of one person and
    /// the second of another form an impostor pair with the same distribution of sizes as a mated pair.
    ///
    /// @param pictures versions of each picture; at least two pictures
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
