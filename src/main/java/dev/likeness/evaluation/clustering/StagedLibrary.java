package dev.likeness.evaluation.clustering;

import dev.likeness.evaluation.data.LabelledFace;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.PhotoId;
import dev.likeness.index.StoredFace;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/// Photos that nobody took, of real faces: which faces share a photo, and when it was taken, is staged; the
/// faces with their vectors and magnitudes are those of a labelled gallery, each used once.
///
/// The people are divided into households. An event is of one household: 1 to 5 moments, half an hour apart.
/// Of a moment, each member is there with probability [#PRESENT], a guest with probability [#GUEST], and 1 to
/// 4 photos are taken, 2 to 25 seconds apart. Each who is there is in each photo with probability
/// [#IN_PHOTO]. Events follow each other by days until every face is used.
///
/// Bystanders are the gallery's faces without a label, such as those in the background of its photos. Each is
/// put into any photo, as a person of its own.
///
/// @param faces in the order of the faces they were made from, then the bystanders
/// @param captureTimes of every photo
record StagedLibrary(List<LabelledFace> faces, Map<PhotoId, LocalDateTime> captureTimes) {
    private static final int HOUSEHOLD = 4;
    private static final double PRESENT = 0.6;
    private static final double GUEST = 0.15;
    private static final double IN_PHOTO = 0.75;
    private static final LocalDateTime START = LocalDateTime.of(2020, 1, 1, 10, 0, 5);

    StagedLibrary {
        faces = List.copyOf(faces);
        captureTimes = Map.copyOf(captureTimes);
    }

    /// Who is in the photos.
    enum Company {
        /// Households, as described.
        HOUSEHOLDS,
        /// The same photos at the same times, but who is in a photo is chance: what a context expects is
        /// wrong.
        STRANGERS
    }

    /// A face and its label.
    record Labelled(String person, Face face) {}

    /// Stages photos. The result depends only on the arguments.
    ///
    /// @param faces at least one
    static StagedLibrary of(List<Labelled> faces, List<Face> bystanders, Company company, long seed) {
        return new Staging(faces, seed).stage(company, bystanders);
    }

    private static final class Staging {
        private final List<Labelled> faces;
        private final Random random;

        /// The faces of each person that are left, as indices in `faces`.
        private final TreeMap<String, List<Integer>> left = new TreeMap<>();

        private final List<List<String>> households = new ArrayList<>();

        /// The faces of each photo.
        private final List<List<Integer>> photos = new ArrayList<>();

        private final List<LocalDateTime> times = new ArrayList<>();

        Staging(List<Labelled> labelled, long seed) {
            this.faces = new ArrayList<>(labelled);
            this.random = new Random(seed);
            for (int face = 0; face < faces.size(); face++) {
                left.computeIfAbsent(faces.get(face).person(), _ -> new ArrayList<>())
                        .add(face);
            }
            left.values().forEach(deck -> Collections.shuffle(deck, random));
            List<String> people = new ArrayList<>(left.keySet());
            Collections.shuffle(people, random);
            for (int first = 0; first < people.size(); first += HOUSEHOLD) {
                households.add(people.subList(first, Math.min(people.size(), first + HOUSEHOLD)));
            }
        }

        StagedLibrary stage(Company company, List<Face> bystanders) {
            LocalDateTime day = START;
            while (!left.isEmpty()) {
                stageEvent(households.get(random.nextInt(households.size())), day);
                day = day.plusDays(1 + random.nextInt(20));
            }
            if (company == Company.STRANGERS) {
                mixPeople();
            }
            for (int bystander = 0; bystander < bystanders.size(); bystander++) {
                photos.get(random.nextInt(photos.size())).add(faces.size());
                faces.add(new Labelled("bystander " + bystander, bystanders.get(bystander)));
            }
            return library();
        }

        private void stageEvent(List<String> household, LocalDateTime start) {
            int moments = 1 + random.nextInt(5);
            for (int moment = 0; moment < moments; moment++) {
                Set<String> present = new HashSet<>();
                household.stream().filter(_ -> random.nextDouble() < PRESENT).forEach(present::add);
                if (random.nextDouble() < GUEST) {
                    List<String> guests = households.get(random.nextInt(households.size()));
                    present.add(guests.get(random.nextInt(guests.size())));
                }
                stageMoment(present.stream().sorted().toList(), start.plusMinutes(30L * moment));
            }
        }

        private void stageMoment(List<String> present, LocalDateTime start) {
            LocalDateTime time = start;
            int number = 1 + random.nextInt(4);
            for (int photo = 0; photo < number; photo++) {
                List<Integer> drawn = new ArrayList<>();
                for (String person : present) {
                    if (random.nextDouble() < IN_PHOTO) {
                        List<Integer> deck = left.get(person);
                        if (deck != null) {
                            drawn.add(deck.removeLast());
                            if (deck.isEmpty()) {
                                left.remove(person);
                            }
                        }
                    }
                }
                if (!drawn.isEmpty()) {
                    photos.add(drawn);
                    times.add(time);
                }
                time = time.plusSeconds(2 + random.nextInt(24));
            }
        }

        /// Exchanges each face with another one, unless a photo would then show somebody twice.
        private void mixPeople() {
            for (int photo = 0; photo < photos.size(); photo++) {
                for (int place = 0; place < photos.get(photo).size(); place++) {
                    int other = random.nextInt(photos.size());
                    int there = random.nextInt(photos.get(other).size());
                    int one = photos.get(photo).get(place);
                    int two = photos.get(other).get(there);
                    if (!shows(photo, two) && !shows(other, one)) {
                        photos.get(photo).set(place, two);
                        photos.get(other).set(there, one);
                    }
                }
            }
        }

        private boolean shows(int photo, int face) {
            String person = faces.get(face).person();
            return photos.get(photo).stream()
                    .anyMatch(shown -> faces.get(shown).person().equals(person));
        }

        private StagedLibrary library() {
            Map<Integer, LabelledFace> staged = new HashMap<>();
            Map<PhotoId, LocalDateTime> captureTimes = new HashMap<>();
            for (int photo = 0; photo < photos.size(); photo++) {
                // In no order, as hashes are.
                PhotoId id = new PhotoId("%016x%016x%016x%016x"
                        .formatted(random.nextLong(), random.nextLong(), random.nextLong(), photo));
                captureTimes.put(id, times.get(photo));
                for (int ordinal = 0; ordinal < photos.get(photo).size(); ordinal++) {
                    int number = photos.get(photo).get(ordinal);
                    Labelled labelled = faces.get(number);
                    Face face = new Face(
                            new FaceId(id, ordinal),
                            labelled.face().detection(),
                            labelled.face().embedding());
                    staged.put(
                            number,
                            new LabelledFace(
                                    labelled.person(), id, new StoredFace(face, null, null, false, times.get(photo))));
                }
            }
            return new StagedLibrary(new TreeMap<>(staged).values().stream().toList(), captureTimes);
        }
    }
}
