package dev.likeness.cli.gallery;

import dev.likeness.engine.duplicates.DuplicatesResult;
import dev.likeness.engine.duplicates.DuplicatesResult.Candidate;
import dev.likeness.engine.duplicates.DuplicatesResult.FacePair;
import dev.likeness.engine.duplicates.DuplicatesResult.Group;
import dev.likeness.engine.duplicates.DuplicatesResult.Person;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PersonId;
import java.util.Comparator;
import java.util.List;

/// A pair of people who may be one person, in the order in which a merge is best.
///
/// @param first the person who would remain: who has a name, else who has more faces
/// @param second the other one
/// @param candidate the evidence, its people and faces in this order
record DuplicatePair(Person first, Person second, Candidate candidate, Group group) {

    /// The pairs of a result, most probable first.
    static List<DuplicatePair> of(DuplicatesResult result, int limit) {
        return result.groups().stream()
                .flatMap(group -> group.pairs().stream().map(candidate -> of(candidate, group)))
                .sorted(Comparator.comparingDouble(
                        (DuplicatePair pair) -> -pair.candidate().logLikelihoodRatio()))
                .limit(limit)
                .toList();
    }

    private static DuplicatePair of(Candidate candidate, Group group) {
        Person one = person(candidate.first(), group);
        Person other = person(candidate.second(), group);
        boolean turned =
                (one.name() == null) == (other.name() == null) ? other.faces() > one.faces() : one.name() == null;
        return turned
                ? new DuplicatePair(other, one, turned(candidate), group)
                : new DuplicatePair(one, other, candidate, group);
    }

    private static Candidate turned(Candidate candidate) {
        return new Candidate(
                /* first= */ candidate.second(),
                /* second= */ candidate.first(),
                candidate.probability(),
                candidate.logLikelihoodRatio(),
                candidate.cosine(),
                candidate.sharedPhotos(),
                candidate.rejectedFaces(),
                candidate.bestFaces().stream().map(DuplicatePair::turned).toList(),
                candidate.contraryEvidence());
    }

    private static FacePair turned(FacePair faces) {
        return new FacePair(
                /* first= */ faces.second(),
                /* second= */ faces.first(),
                faces.cosine(),
                /* firstQuality= */ faces.secondQuality(),
                /* secondQuality= */ faces.firstQuality(),
                /* firstPath= */ faces.secondPath(),
                /* secondPath= */ faces.firstPath());
    }

    private static Person person(PersonId id, Group group) {
        return group.people().stream()
                .filter(person -> person.person().equals(id))
                .findFirst()
                .orElseThrow(
                        () -> new LikenessException(ErrorCode.INTERNAL, "a pair's person is not in its group: " + id));
    }

    List<Person> people() {
        return List.of(first, second);
    }
}
