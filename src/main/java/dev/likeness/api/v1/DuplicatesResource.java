package dev.likeness.api.v1;

import dev.likeness.api.Backend;
import dev.likeness.api.PurgeJob;
import dev.likeness.api.auth.Scope;
import dev.likeness.api.http.Call;
import dev.likeness.api.http.Cost;
import dev.likeness.api.http.Reply;
import dev.likeness.api.http.Routes;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import dev.likeness.api.v1.request.FacesRequest;
import dev.likeness.engine.contents.GalleryContents;
import dev.likeness.engine.duplicates.DuplicatesRequest;
import dev.likeness.engine.people.EditResult;
import dev.likeness.engine.people.PairDecisions;
import dev.likeness.engine.people.PeopleEditor;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `/v1/galleries/{gallery}/duplicates`: probable duplicate people, copies of photos, and the decisions of
/// users about both. For a large gallery, a job of kind `duplicates` finds the people without a long request.
final class DuplicatesResource {
    private static final int MAX_ITEMS = 100;
    private static final int MAX_PAIRS = 500;

    private final Backend backend;

    DuplicatesResource(Backend backend) {
        this.backend = backend;
    }

    void mount(Routes routes) {
        String duplicates = "/v1/galleries/:gallery/duplicates";
        routes.of(Cost.HEAVY)
                .query("minProbability", "limit", "newSince")
                .get(duplicates + "/people", "listDuplicatePeople", Scope.READ, this::people);
        routes.post(duplicates + "/people/accept", "acceptDuplicatePeople", Scope.WRITE, this::accept);
        routes.post(duplicates + "/people/reject", "rejectDuplicatePeople", Scope.WRITE, this::reject);
        routes.post(duplicates + "/people/decide", "decideDuplicatePeople", Scope.WRITE, this::decide);
        routes.of(Cost.HEAVY).get(duplicates + "/photos", "listDuplicatePhotos", Scope.READ, this::photos);
        routes.post(duplicates + "/photos/accept", "acceptDuplicatePhotos", Scope.WRITE, this::deleteCopies);
        routes.post(duplicates + "/photos/reject", "rejectDuplicatePhotos", Scope.WRITE, this::rejectCopies);
    }

    /// @param into the person that remains when people are merged; null for the first
    record PeopleDecision(
            @Nullable List<Long> people, @Nullable Long into) {}

    /// Pairs of people who are one person, and of people who are not.
    record PairsDecision(
            @Nullable List<List<Long>> accept, @Nullable List<List<Long>> reject) {}

    /// Copies to delete, or photos that are not copies.
    record PhotosDecision(@Nullable List<String> photos) {}

    private Reply people(Call call) {
        String gallery = backend.requireGallery(call);
        return Reply.ok(backend.engine().duplicates(request(call, gallery), call::isAbandoned));
    }

    static DuplicatesRequest request(Call call, String gallery) {
        double minProbability = call.query("minProbability")
                .map(text -> {
                    try {
                        return Double.parseDouble(text);
                    } catch (NumberFormatException _) {
                        throw new ProblemException(
                                ProblemCode.INVALID_ARGUMENT, "minProbability must be a number, got: " + text);
                    }
                })
                .orElse(DuplicatesRequest.DEFAULT_MIN_PROBABILITY);
        return new DuplicatesRequest(
                gallery,
                minProbability,
                call.query("limit", DuplicatesRequest.DEFAULT_LIMIT, 1, 1000),
                call.query("newSince", 0, 0, Integer.MAX_VALUE));
    }

    private Reply decide(Call call) {
        String gallery = backend.requireGallery(call);
        PairsDecision named = call.body(PairsDecision.class);
        PairDecisions decisions = new PairDecisions(pairs("accept", named.accept()), pairs("reject", named.reject()));
        call.audit("gallery", gallery);
        call.audit("accepted", decisions.accepted().size());
        call.audit("rejected", decisions.rejected().size());
        return Reply.ok(new EditResults(List.of(backend.writeLock()
                .withLock(
                        gallery,
                        () -> backend.engine()
                                .people(gallery)
                                .editor(call.principal().actor())
                                .decide(decisions)))));
    }

    private static List<PairDecisions.Pair> pairs(String what, @Nullable List<List<Long>> named) {
        List<List<Long>> pairs = named == null ? List.of() : named;
        if (pairs.size() > MAX_PAIRS) {
            throw new ProblemException(
                    ProblemCode.INVALID_ARGUMENT,
                    "%s must have at most %d pairs, got: %d".formatted(what, MAX_PAIRS, pairs.size()));
        }
        return pairs.stream().map(pair -> pair(what, pair)).toList();
    }

    private static PairDecisions.Pair pair(String what, @Nullable List<Long> numbers) {
        List<PersonId> people = FacesRequest.personIds(numbers);
        if (people.size() != 2) {
            throw new ProblemException(
                    ProblemCode.INVALID_ARGUMENT,
                    "a pair in %s must have two numbers of people, got: %d".formatted(what, people.size()));
        }
        return new PairDecisions.Pair(people.getFirst(), people.getLast());
    }

    private Reply accept(Call call) {
        String gallery = backend.requireGallery(call);
        PeopleDecision group = call.body(PeopleDecision.class);
        List<PersonId> people = requireTwoOrMore(group.people());
        PersonId into = group.into() == null ? people.getFirst() : new PersonId(group.into());
        List<PersonId> from =
                people.stream().filter(person -> !person.equals(into)).toList();
        call.audit("gallery", gallery);
        call.audit("into", into.value());
        return Reply.ok(new EditResults(List.of(backend.writeLock()
                .withLock(
                        gallery,
                        () -> backend.engine()
                                .people(gallery)
                                .editor(call.principal().actor())
                                .merge(from, into)))));
    }

    private Reply reject(Call call) {
        String gallery = backend.requireGallery(call);
        List<PersonId> people = requireTwoOrMore(call.body(PeopleDecision.class).people());
        call.audit("gallery", gallery);
        call.audit("people", people.size());
        return Reply.ok(new EditResults(backend.writeLock().withLock(gallery, () -> {
            PeopleEditor editor =
                    backend.engine().people(gallery).editor(call.principal().actor());
            List<EditResult> outcomes = new ArrayList<>();
            for (int i = 0; i < people.size(); i++) {
                for (int j = i + 1; j < people.size(); j++) {
                    outcomes.add(editor.markDifferent(people.get(i), people.get(j)));
                }
            }
            return outcomes;
        })));
    }

    private static List<PersonId> requireTwoOrMore(@Nullable List<Long> numbers) {
        List<PersonId> people =
                FacesRequest.personIds(numbers).stream().distinct().toList();
        requireCount("people", people.size());
        return people;
    }

    private static void requireCount(String what, int count) {
        if (count < 2 || count > MAX_ITEMS) {
            throw new ProblemException(
                    ProblemCode.INVALID_ARGUMENT,
                    "%s must be between 2 and %d, got: %d".formatted(what, MAX_ITEMS, count));
        }
    }

    private Reply photos(Call call) {
        return Reply.ok(backend.engine().photoCopies(backend.requireGallery(call), call::isAbandoned));
    }

    private Reply deleteCopies(Call call) {
        String gallery = backend.requireGallery(call);
        Set<PhotoId> photos = photoIds(call);
        if (photos.isEmpty()) {
            throw new ProblemException(ProblemCode.INVALID_ARGUMENT, "photos must have at least one copy");
        }
        call.audit("gallery", gallery);
        call.audit("photos", photos.size());
        GalleryContents contents = backend.engine().contents(gallery);
        int faces = backend.writeLock().withLock(gallery, () -> contents.erasePhotos(photos));
        return PurgeJob.deletedReply(backend, call, gallery, faces);
    }

    private Reply rejectCopies(Call call) {
        String gallery = backend.requireGallery(call);
        Set<PhotoId> photos = photoIds(call);
        requireCount("photos", photos.size());
        call.audit("gallery", gallery);
        call.audit("photos", photos.size());
        return Reply.ok(new EditResults(List.of(backend.writeLock()
                .withLock(
                        gallery,
                        () -> backend.engine()
                                .people(gallery)
                                .editor(call.principal().actor())
                                .markNotCopies(backend.engine()
                                        .people(gallery)
                                        .references()
                                        .present(photos))))));
    }

    private static Set<PhotoId> photoIds(Call call) {
        List<String> named = call.body(PhotosDecision.class).photos();
        return named == null ? Set.of() : named.stream().map(PhotoId::new).collect(Collectors.toSet());
    }
}
