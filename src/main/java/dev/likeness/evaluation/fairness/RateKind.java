package dev.likeness.evaluation.fairness;

/// An error rate of a group, as ISO/IEC 19795-1 defines it.
public enum RateKind {
    /// Photos in which no face is found, as a share of all photos.
    FTE("failure-to-enrol rate", "photos", "people with a photo"),
    /// Mated pairs of faces that do not match, as a share of all.
    FNMR("false non-match rate", "mated pairs", "people with two faces"),
    /// Mated pairs of photos that do not match, as a share of all. A photo without a face matches none, so
    /// this rate joins the two before.
    FRR("false reject rate", "mated pairs", "people with two photos"),
    /// Pairs of faces of two people of one group that match, as a share of all.
    FMR("false match rate", "impostor pairs", "people with a face");

    private final String words;
    private final String observations;
    private final String people;

    RateKind(String words, String observations, String people) {
        this.words = words;
        this.observations = observations;
        this.people = people;
    }

    /// The rate in words.
    String words() {
        return words;
    }

    /// What the rate is a share of.
    String observations() {
        return observations;
    }

    /// The people on whom the rate is measured.
    String people() {
        return people;
    }

    /// Whether a person has an observation of this kind, alone or with others.
    boolean isMeasuredOn(GroupedPerson person) {
        return switch (this) {
            case FTE -> person.photos() >= 1;
            case FNMR -> person.faces().size() >= 2;
            case FRR -> person.photos() >= 2;
            case FMR -> !person.faces().isEmpty();
        };
    }

    /// The number of observations that are taken as independent: photos and mated pairs share their person,
    /// and impostor pairs their two people.
    long independent(int people) {
        return switch (this) {
            case FTE, FNMR, FRR -> people;
            case FMR -> (long) people * (people - 1) / 2;
        };
    }
}
