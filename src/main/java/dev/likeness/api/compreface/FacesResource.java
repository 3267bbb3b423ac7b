package dev.likeness.api.compreface;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.likeness.api.Backend;
import dev.likeness.api.auth.Scope;
import dev.likeness.api.compat.FaceUuid;
import dev.likeness.api.compat.PersonLabel;
import dev.likeness.api.compreface.CompreFaceException.Reason;
import dev.likeness.api.http.Call;
import dev.likeness.api.http.Cost;
import dev.likeness.api.http.Reply;
import dev.likeness.api.http.Routes;
import dev.likeness.api.http.Routes.Body;
import dev.likeness.engine.contents.PhotoDetails;
import dev.likeness.engine.people.ListedPerson;
import dev.likeness.engine.people.PeopleOrder;
import dev.likeness.engine.people.PersonDetails;
import dev.likeness.extract.AnalysedPhoto;
import dev.likeness.face.FaceId;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// `…/recognition/faces`: the example faces of subjects.
final class FacesResource {
    private static final String FACES = "/api/v1/recognition/faces";
    private static final int DEFAULT_PAGE_SIZE = 20;
    private static final int MAX_DELETED = 10_000;

    private final Backend backend;

    FacesResource(Backend backend) {
        this.backend = backend;
    }

    void mount(Routes routes) {
        routes.add(List.of(HttpMethod.POST), FACES, "compreface.addFace", Scope.WRITE, Body.UPLOAD, this::add);
        routes.of(Cost.QUERY).get(FACES, "compreface.listFaces", Scope.READ, this::list);
        routes.add(
                List.of(HttpMethod.DELETE),
                FACES,
                "compreface.deleteFacesOfSubject",
                Scope.WRITE,
                Body.MEMORY,
                this::deleteOfSubject);
        routes.post(FACES + "/delete", "compreface.deleteFaces", Scope.WRITE, this::deleteMany);
        routes.add(
                List.of(HttpMethod.DELETE),
                FACES + "/:image",
                "compreface.deleteFace",
                Scope.WRITE,
                Body.MEMORY,
                this::delete);
        routes.get(FACES + "/:image/img", "compreface.getImage", Scope.READ, this::image);
    }

    /// The route whose path has the key, for pages that show images.
    void mountStatic(Routes routes) {
        routes.get(CompreFaceKey.STATIC + "/images/:image", "compreface.getStaticImage", Scope.READ, this::image);
    }

    /// @param imageId of a face, which CompreFace calls an image
    record Example(@JsonProperty("image_id") String imageId, String subject) {
        static Example of(FaceId face, @Nullable String subject) {
            return new Example(FaceUuid.of(face).toString(), subject == null ? "" : subject);
        }
    }

    private Reply add(Call call) {
        Query query = Query.of(call);
        String name = RequestBodies.subject(query.text("subject").orElse(null));
        float threshold = query.detectionThreshold();
        RequestBodies.Picture picture = RequestBodies.picture(call, "file");
        FaceCollection collection = FaceCollection.of(backend, call);
        AnalysedPhoto photo = collection.analyse(picture.bytes());
        List<Integer> faces = IntStream.range(0, photo.faces().size())
                .filter(i -> photo.detections().get(i).score() >= threshold)
                .boxed()
                .toList();
        if (faces.isEmpty()) {
            throw new CompreFaceException(Reason.NO_FACE, "No face is found in the given image");
        }
        if (faces.size() > 1) {
            throw new CompreFaceException(Reason.TOO_MANY_FACES, "Found more than one face in the given image");
        }
        int ordinal = faces.getFirst();
        PhotoDetails.PhotoFace kept = collection.write(() -> collection.enrol(picture.name(), photo, ordinal, name));
        call.audit("face", kept.face());
        return Reply.json(201, Example.of(kept.face(), name));
    }

    record Examples(
            List<Example> faces,
            @JsonProperty("page_number") int pageNumber,
            @JsonProperty("page_size") int pageSize,
            @JsonProperty("total_pages") int totalPages,
            @JsonProperty("total_elements") long totalElements) {}

    private Reply list(Call call) {
        Query query = Query.of(call);
        int page = query.number("page", 0, 0);
        int size = query.number("size", DEFAULT_PAGE_SIZE, 1);
        FaceCollection collection = FaceCollection.of(backend, call);
        List<ListedPerson> subjects =
                subjects(collection, query.text("subject").filter(name -> !name.isEmpty()), false);
        long total = subjects.stream().mapToLong(ListedPerson::faces).sum();
        List<Example> examples = new ArrayList<>();
        long skip = (long) page * size;
        for (ListedPerson subject : subjects) {
            if (skip >= subject.faces()) {
                skip -= subject.faces();
            } else if (examples.size() < size) {
                collection.people().get(subject.id()).faces().stream()
                        .skip(skip)
                        .limit(size - examples.size())
                        .map(face -> Example.of(face.face(), PersonLabel.of(subject.id(), subject.name())))
                        .forEach(examples::add);
                skip = 0;
            }
        }
        return Reply.ok(new Examples(examples, page, size, (int) Math.ceilDiv(total, (long) size), total));
    }

    /// @param hidden whether people who are hidden from lists are among all subjects
    private static List<ListedPerson> subjects(FaceCollection collection, Optional<String> name, boolean hidden) {
        if (name.isPresent()) {
            return collection
                    .subject(name.get())
                    .map(subject -> List.of(collection.people().listed(subject.id())))
                    .orElse(List.of());
        }
        return collection.exists() ? collection.people().ranked(PeopleOrder.NAME, hidden) : List.of();
    }

    record Deleted(int deleted) {}

    /// Deletes the faces of a subject, or all faces without one. Subjects are kept.
    private Reply deleteOfSubject(Call call) {
        Query query = Query.of(call);
        Optional<String> name = query.text("subject");
        name.ifPresent(RequestBodies::subject);
        FaceCollection collection = FaceCollection.of(backend, call);
        if (!collection.exists()) {
            return Reply.ok(new Deleted(0));
        }
        int deleted = collection.write(() -> {
            Set<FaceId> faces = new HashSet<>();
            for (ListedPerson subject : subjects(collection, name, true)) {
                collection.people().get(subject.id()).faces().stream()
                        .map(PersonDetails.PersonFace::face)
                        .forEach(faces::add);
            }
            return faces.isEmpty() ? 0 : collection.contents().eraseFaces(faces);
        });
        call.audit("faces", deleted);
        if (deleted > 0) {
            collection.purge();
        }
        return Reply.ok(new Deleted(deleted));
    }

    private Reply delete(Call call) {
        FaceCollection collection = FaceCollection.of(backend, call);
        String imageId = call.parameter("image");
        collection.requireFace(imageId);
        return Reply.ok(delete(collection, List.of(imageId)).stream()
                .findFirst()
                .orElseThrow(() -> new CompreFaceException(Reason.IMAGE_MISSING, "no such image")));
    }

    private Reply deleteMany(Call call) {
        String[] ids = RequestBodies.json(call, String[].class);
        if (ids.length > MAX_DELETED) {
            throw new CompreFaceException(
                    Reason.WRONG_ARGUMENT, "at most %d images, got: %d".formatted(MAX_DELETED, ids.length));
        }
        FaceCollection collection = FaceCollection.of(backend, call);
        List<String> given = new ArrayList<>();
        for (String id : ids) {
            if (id != null) {
                given.add(id);
            }
        }
        return Reply.ok(collection.exists() ? delete(collection, given) : List.of());
    }

    /// Deletes the photos that exist.
    private static List<Example> delete(FaceCollection collection, List<String> ids) {
        List<Example> deleted = collection.write(() -> {
            Map<FaceId, Example> there = new LinkedHashMap<>();
            for (String id : ids) {
                collection
                        .face(id)
                        .ifPresent(found -> there.put(
                                found.face().face(), Example.of(found.face().face(), found.personLabel())));
            }
            if (!there.isEmpty()) {
                collection.contents().eraseFaces(there.keySet());
            }
            return List.copyOf(there.values());
        });
        collection.call().audit("faces", deleted.size());
        if (!deleted.isEmpty()) {
            collection.purge();
        }
        return deleted;
    }

    /// The face's crop, because photos are not stored; an empty response if there is none.
    private Reply image(Call call) {
        FaceCollection collection = FaceCollection.of(backend, call);
        return collection
                .face(call.parameter("image"))
                .map(found ->
                        Reply.bytes(collection.contents().crop(found.face().face()), "image/jpeg"))
                .orElseGet(() -> Reply.bytes(new byte[0], "application/octet-stream"));
    }
}
