package dev.likeness.api.v1.upload;

import dev.likeness.api.Backend;
import dev.likeness.api.http.Call;
import dev.likeness.api.problem.ItemProblem;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import dev.likeness.api.v1.request.IncomingPhoto;
import dev.likeness.api.v1.request.ShownPerson;
import dev.likeness.engine.contents.AddPhotoResult;
import dev.likeness.engine.contents.GalleryContents;
import dev.likeness.engine.contents.NewPhoto;
import dev.likeness.engine.people.Enrolment;
import dev.likeness.engine.people.Enrolment.Target;
import dev.likeness.engine.people.EnrolmentResult;
import dev.likeness.engine.people.EnrolmentResult.EnrolledPhoto;
import dev.likeness.engine.people.EnrolmentResult.Status;
import dev.likeness.face.LikenessException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Adds the photos of one request to a gallery, and enrols the person whom they show.
final class PhotoUpload {
    /// The most photos that a message names.
    private static final int MAX_NAMED = 5;

    private final Backend backend;
    private final Call call;
    private final String gallery;
    private final List<IncomingPhoto> incoming;
    private final ShownPerson shown;
    private final List<Read> read = new ArrayList<>();

    PhotoUpload(Backend backend, Call call, String gallery, List<IncomingPhoto> incoming, ShownPerson shown) {
        this.backend = backend;
        this.call = call;
        this.gallery = gallery;
        this.incoming = incoming;
        this.shown = shown;
    }

    /// A photo that was read: either `photo` or `problem`.
    private record Read(
            String name, @Nullable NewPhoto photo, @Nullable ItemProblem problem) {}

    /// What a request stored: one entry per photo in each list; `enrolled` is empty if nobody was to be
    /// enrolled.
    private record Stored(List<AddPhotoResult> photos, List<EnrolledPhoto> enrolled) {}

    /// Adds the photos.
    ///
    /// @return the result for each photo, in the order of the request
    /// @throws LikenessException the problem of the only photo, or one of the request as a whole
    List<AddedPhoto> add() {
        incoming.forEach(this::read);
        Target target = shown.target();
        if (target instanceof Target.NewPerson) {
            requireFace();
        }
        List<NewPhoto> photos = new ArrayList<>();
        for (Read one : read) {
            NewPhoto photo = one.photo();
            if (photo != null) {
                photos.add(photo);
            }
        }
        if (photos.isEmpty()) {
            return results(new Stored(List.of(), List.of()));
        }
        Stored stored = backend.writeLock().withLock(gallery, () -> store(photos, target));
        return results(stored);
    }

    private void read(IncomingPhoto one) {
        try {
            // Its bytes are read when it is its turn, so that few photos are in memory at the same time.
            NewPhoto photo = backend.inference()
                    .run(() -> one.analysed(content -> backend.engine().analyseTurned(gallery, "the photo", content)));
            read.add(new Read(one.name(), photo, null));
        } catch (LikenessException e) {
            if (incoming.size() == 1) {
                throw e;
            }
            read.add(new Read(one.name(), null, ItemProblem.of(e)));
        }
    }

    /// A person whom no photo shows is not added, so that the same request with better photos can add them.
    private void requireFace() {
        if (read.stream().noneMatch(PhotoUpload::canBeEnrolled)) {
            throw new ProblemException(
                    ProblemCode.NO_FACE,
                    "an image must show a face that is clearly the largest, got none: "
                            + reasons(read.stream()
                                    .map(one -> one.name() + " " + reason(one))
                                    .toList()));
        }
    }

    private static boolean canBeEnrolled(Read one) {
        NewPhoto photo = one.photo();
        return photo != null && Enrolment.hasClearlyLargest(photo.photo().detections());
    }

    private static String reason(Read one) {
        NewPhoto photo = one.photo();
        if (photo == null) {
            return "cannot be read";
        }
        int faces = photo.photo().detections().size();
        return faces == 0 ? "has no face" : "has %d faces".formatted(faces);
    }

    private static String reasons(List<String> all) {
        String first = all.stream().limit(MAX_NAMED).collect(Collectors.joining(", "));
        return all.size() <= MAX_NAMED ? first : "%s and %d more".formatted(first, all.size() - MAX_NAMED);
    }

    private Stored store(List<NewPhoto> photos, @Nullable Target target) {
        GalleryContents contents = backend.engine().contents(gallery);
        if (target == null) {
            return new Stored(contents.add(photos), List.of());
        }
        Enrolment enrolment =
                backend.engine().people(gallery).enrolment(call.principal().actor());
        if (target instanceof Target.NewPerson person) {
            enrolment.requireNew(person);
        }
        if (target instanceof Target.External external) {
            // Before a photo is added.
            backend.engine()
                    .people(gallery)
                    .externalIds(call.principal().actor())
                    .requireName(external);
        }
        List<AddPhotoResult> added = contents.add(photos);
        EnrolmentResult result = enrolment.enrol(
                added.stream().map(photo -> photo.photo().photo()).toList(), target, shown.onConflict());
        if (target instanceof Target.NewPerson && result.count(Status.ENROLLED) == 0) {
            throw new ProblemException(
                    ProblemCode.CONTRADICTION,
                    "no image can be enrolled; onConflict=move gives faces to the new person; "
                            + reasons(details(added, result)));
        }
        call.audit("enrolled", result.count(Status.ENROLLED));
        List<AddPhotoResult> now = added.stream()
                .map(photo -> new AddPhotoResult(
                        photo.name(),
                        photo.added(),
                        contents.photo(photo.photo().photo())))
                .toList();
        return new Stored(now, result.photos());
    }

    private static List<String> details(List<AddPhotoResult> added, EnrolmentResult result) {
        List<String> details = new ArrayList<>();
        for (int i = 0; i < added.size(); i++) {
            details.add(added.get(i).name() + ": " + result.photos().get(i).detail());
        }
        return details;
    }

    private List<AddedPhoto> results(Stored stored) {
        List<AddedPhoto> results = new ArrayList<>();
        int next = 0;
        for (Read one : read) {
            ItemProblem problem = one.problem();
            if (problem != null) {
                results.add(AddedPhoto.failed(one.name(), problem));
                continue;
            }
            AddPhotoResult photo = stored.photos().get(next);
            results.add(
                    stored.enrolled().isEmpty()
                            ? AddedPhoto.of(one.name(), photo)
                            : AddedPhoto.of(one.name(), photo, stored.enrolled().get(next)));
            next++;
        }
        return results;
    }
}
