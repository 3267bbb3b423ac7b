package dev.likeness.cluster.corefirst;

import java.util.Arrays;
import java.util.stream.IntStream;

/// What the photo of a face says of its person, besides the face: who is in other photos of the same moment
/// ([Moments]), and whose company the photo shows ([Company]).
///
/// Both are log-likelihood ratios, and only speak for a person. Their sum is at most
/// [CoreFirstSettings.Context#maxNats], which is less than the evidence against two faces of one photo, and
/// far less than what two clear faces that differ have against each other. Only faces of which it is clear
/// who they are, cores and those that users assigned, say something of another face, so that what was
/// assigned by a context is no context itself. It holds for faces that are not cores, and for people whom the
/// face resembles: no context brings a person into question.
///
/// Of K people, a moment shows k more than the photo itself. A face of the photo is one of these k with
/// probability p, else one of the others: ln(p / (1 − p)) + ln((K − k) / k) nats for each of the k.
final class PhotoContext {
    private static final int NO_FACE = -1;
    private static final int[] NOBODY = {};

    private final CoreFirstInput input;
    private final Partition partition;
    private final CoreFirstSettings.Context settings;
    private final Moments moments;

    /// Whether there is a face that may have a context.
    private final boolean isNeeded;

    /// The log odds that a person is in another photo of the same moment.
    private final double stayLogOdds;

    private Company company = Company.of(0, _ -> NOBODY, 0);
    private int people;

    /// The face that was asked for last, because it is asked for with one person after the other.
    private int lastFace = NO_FACE;

    private Surroundings lastSurroundings = new Surroundings(NOBODY, NOBODY);

    /// The people around a face, each ascending.
    ///
    /// @param company those in its photo
    /// @param moment those in other photos of the moment, but not in this one
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Surroundings(int[] company, int[] moment) {}

    private PhotoContext(CoreFirstInput input, Partition partition, Moments moments) {
        this.input = input;
        this.partition = partition;
        this.settings = input.settings().context();
        this.moments = moments;
        this.isNeeded = IntStream.range(0, input.size())
                .anyMatch(
                        face -> !input.isKnown(face) && (!moments.isEmpty() || input.samePhotoFaces(face).length > 0));
        double stay = isNeeded && !moments.isEmpty() ? stay() : settings.stay();
        this.stayLogOdds = Math.log(stay / (1 - stay));
    }

    static PhotoContext of(CoreFirstInput input, Partition partition) {
        Moments moments = Moments.of(
                input.settings().context().hasMoment() ? input.size() : 0,
                face -> input.photo(face) == face,
                input::captureTime);
        return new PhotoContext(input, partition, moments);
    }

    /// The probability that a person is in another photo of the same moment: the default until users have
    /// confirmed faces, then more and more the share of these. Only moments count in which all other faces
    /// are confirmed; in others, the person may be among those nobody looked at.
    private double stay() {
        int asked = 0;
        int stayed = 0;
        for (int face = 0; face < input.size(); face++) {
            int[] others = input.isConfirmed(face) ? facesOfMoment(face) : NOBODY;
            if (others.length > 0 && Arrays.stream(others).allMatch(input::isConfirmed)) {
                asked++;
                stayed += hasPersonOf(face, others) ? 1 : 0;
            }
        }
        return (stayed + settings.stay() * settings.stayFaces()) / (asked + settings.stayFaces());
    }

    /// Whether the person of a face is among the others; all of them are confirmed.
    private boolean hasPersonOf(int face, int[] others) {
        return Arrays.stream(others).anyMatch(other -> input.previousPerson(other) == input.previousPerson(face));
    }

    /// The faces of the other photos of the moment.
    private int[] facesOfMoment(int face) {
        return Arrays.stream(moments.others(input.photo(face), input.captureTime(face)))
                .flatMap(photo -> IntStream.concat(IntStream.of(photo), Arrays.stream(input.samePhotoFaces(photo))))
                .toArray();
    }

    /// Counts anew who is in photos together.
    void recount() {
        forget();
        if (!isNeeded) {
            return;
        }
        people = partition.people();
        if (settings.hasCompany()) {
            company = Company.of(
                    input.size(),
                    face -> input.samePhotoFaces(face).length > 0 && input.photo(face) == face
                            ? peopleIn(face)
                            : NOBODY,
                    partition.clusters());
        }
    }

    /// Forgets what depends on the clusters of faces.
    void forget() {
        lastFace = NO_FACE;
    }

    /// The evidence that a face is a person, in nats, 0 or more.
    ///
    /// @param face not a core
    double evidence(int face, int person) {
        if (!isNeeded) {
            return 0;
        }
        if (face != lastFace) {
            lastSurroundings = surroundings(face);
            lastFace = face;
        }
        Surroundings around = lastSurroundings;
        // Who is clearly in the photo already is not in it a second time.
        if (contains(around.company, person)) {
            return 0;
        }
        double nats = settings.hasCompany() ? company.nats(person, around.company, settings.companyPrior()) : 0;
        if (contains(around.moment, person)) {
            int here = around.moment.length;
            nats += Math.max(0, stayLogOdds + Math.log((double) Math.max(1, people - here) / here));
        }
        return settings.evidence(nats);
    }

    private static boolean contains(int[] ascending, int number) {
        return Arrays.binarySearch(ascending, number) >= 0;
    }

    private Surroundings surroundings(int face) {
        int[] here = peopleOf(Arrays.stream(input.samePhotoFaces(face)));
        int[] moment = moments.isEmpty() ? NOBODY : peopleOf(Arrays.stream(facesOfMoment(face)));
        return new Surroundings(
                here,
                Arrays.stream(moment).filter(person -> !contains(here, person)).toArray());
    }

    private int[] peopleIn(int photo) {
        return peopleOf(IntStream.concat(IntStream.of(photo), Arrays.stream(input.samePhotoFaces(photo))));
    }

    /// The people of the faces of which it is clear who they are, ascending.
    private int[] peopleOf(IntStream faces) {
        return faces.filter(input::isKnown)
                .map(partition::clusterOf)
                .sorted()
                .distinct()
                .toArray();
    }
}
