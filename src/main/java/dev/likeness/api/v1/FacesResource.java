package dev.likeness.api.v1;

import dev.likeness.api.Backend;
import dev.likeness.api.auth.Scope;
import dev.likeness.api.http.Call;
import dev.likeness.api.http.Cost;
import dev.likeness.api.http.Reply;
import dev.likeness.api.http.Routes;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import dev.likeness.api.v1.request.FacesRequest;
import dev.likeness.api.v1.request.Page;
import dev.likeness.engine.contents.FaceDetails;
import dev.likeness.engine.contents.FaceDrawing;
import dev.likeness.engine.contents.FaceList;
import dev.likeness.engine.contents.FaceOrder;
import dev.likeness.engine.contents.FaceState;
import dev.likeness.engine.contents.GalleryContents;
import dev.likeness.engine.people.EditResult;
import dev.likeness.engine.people.PeopleEditor;
import dev.likeness.face.Box;
import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `/v1/galleries/{gallery}/faces`: read faces, assign them to people, mark false detections.
final class FacesResource {
    private static final Pattern PLACE = Pattern.compile("(\\S{1,100}) ([0-9]{1,30}\\.[0-9]{1,30}(?:E-?[0-9]{1,3})?)");

    private final Backend backend;
    private final FaceCrops crops;

    FacesResource(Backend backend) {
        this.backend = backend;
        this.crops = new FaceCrops(backend);
    }

    void mount(Routes routes) {
        String faces = "/v1/galleries/:gallery/faces";
        routes.of(Cost.QUERY)
                .query("state", "order", "limit", "cursor")
                .get(faces, "listFaces", Scope.READ, this::list);
        routes.post(
                faces + "/mark-not-a-face",
                "markNotAFace",
                Scope.WRITE,
                call -> edit(call, PeopleEditor::markNotAFace));
        routes.post(
                faces + "/unmark-not-a-face",
                "unmarkNotAFace",
                Scope.WRITE,
                call -> edit(call, PeopleEditor::unmarkNotAFace));
        routes.post(faces + "/retract", "retractFaces", Scope.WRITE, call -> edit(call, PeopleEditor::retract));
        routes.get(faces + "/:face", "getFace", Scope.READ, this::get);
        routes.query("size", "context").get(faces + "/:face/crop", "getFaceCrop", Scope.READ, this::crop);
        routes.post("/v1/galleries/:gallery/photos/:photo/faces", "drawFace", Scope.WRITE, this::draw);
        routes.put(faces + "/:face/person", "assignFace", Scope.WRITE, this::assign);
    }

    record FacePage(
            int count, List<FaceDetails> faces, @Nullable String next) {}

    /// The person of a face: an existing one by number, or an existing or new one by name. Exactly one is
    /// given.
    record AssignRequest(@Nullable Long person, @Nullable String name) {}

    /// A face that the detector missed.
    ///
    /// @param box in pixels of the upright photo
    /// @param person the number of the person, or null
    /// @param name the name of the person, or null; at most one of both is given
    record DrawRequest(
            @Nullable DrawnBox box,
            @Nullable Long person,
            @Nullable String name) {}

    record DrawnBox(float left, float top, float right, float bottom) {}

    private Reply list(Call call) {
        GalleryContents contents = backend.engine().contents(backend.requireGallery(call));
        FaceState state = choice(call, "state", FaceState.class, FaceState.ALL);
        FaceOrder order = choice(call, "order", FaceOrder.class, FaceOrder.ID);
        // Another embedder gives other magnitudes, and another order by quality.
        Page page = Page.of(call, state, order, order == FaceOrder.ID ? "" : contents.embedder());
        String after = page.after();
        FaceList list = contents.faces(state, order, after == null ? null : place(after), page.limit());
        List<FaceDetails> faces = list.faces();
        return Reply.ok(new FacePage(list.count(), faces, faces.size() < page.limit() ? null : next(page, faces)));
    }

    private static String next(Page page, List<FaceDetails> faces) {
        FaceDetails last = faces.getLast();
        return page.next(last.face() + " " + last.magnitude());
    }

    private static FaceList.Place place(String after) {
        Matcher parts = PLACE.matcher(after);
        if (!parts.matches()) {
            throw Page.notACursor(after);
        }
        return new FaceList.Place(FaceId.parse(parts.group(1)), Float.parseFloat(parts.group(2)));
    }

    /// A constant of an enum by its name in lower case with dashes.
    private static <E extends Enum<E>> E choice(Call call, String parameter, Class<E> type, E defaultValue) {
        Optional<String> wanted = call.query(parameter);
        if (wanted.isEmpty()) {
            return defaultValue;
        }
        List<E> constants = List.of(type.getEnumConstants());
        return constants.stream()
                .filter(constant -> word(constant).equals(wanted.get()))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.INVALID_ARGUMENT,
                        "%s must be one of %s, got: %s"
                                .formatted(
                                        parameter,
                                        constants.stream()
                                                .map(FacesResource::word)
                                                .collect(Collectors.joining(", ")),
                                        wanted.get())));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private Reply get(Call call) {
        return Reply.ok(details(backend.requireGallery(call), face(call)));
    }

    /// A face as it is answered alone: with its context.
    private FaceDetails details(String gallery, FaceId id) {
        FaceDetails face = backend.engine().contents(gallery).face(id);
        return face.with(backend.engine()
                .people(gallery)
                .relations()
                .context(face.face())
                .orElse(null));
    }

    private Reply crop(Call call) {
        return crops.reply(call, backend.requireGallery(call), face(call));
    }

    private Reply assign(Call call) {
        String gallery = backend.requireGallery(call);
        FaceId face = backend.engine()
                .people(gallery)
                .references()
                .present(List.of(face(call)))
                .getFirst();
        AssignRequest wanted = call.body(AssignRequest.class);
        Long person = wanted.person();
        String name = wanted.name();
        call.audit("gallery", gallery);
        call.audit("face", face);
        return Reply.ok(backend.writeLock().withLock(gallery, () -> {
            call.requireMatch(() -> details(gallery, face));
            PeopleEditor editor =
                    backend.engine().people(gallery).editor(call.principal().actor());
            if (person != null && name == null) {
                return editor.move(List.of(face), new PersonId(person));
            }
            if (person == null && name != null) {
                return editor.nameFace(face, name);
            }
            throw new ProblemException(ProblemCode.INVALID_ARGUMENT, "either person or name must be given");
        }));
    }

    private Reply draw(Call call) {
        String gallery = backend.requireGallery(call);
        PhotoId photo = new PhotoId(call.parameter("photo"));
        DrawRequest wanted = call.body(DrawRequest.class);
        DrawnBox drawn = wanted.box();
        if (drawn == null) {
            throw new ProblemException(ProblemCode.INVALID_ARGUMENT, "box must be given");
        }
        Long person = wanted.person();
        String name = wanted.name();
        if (person != null && name != null) {
            throw new ProblemException(ProblemCode.INVALID_ARGUMENT, "person and name must not both be given");
        }
        call.audit("gallery", gallery);
        call.audit("photo", photo);
        Box box = new Box(drawn.left(), drawn.top(), drawn.right(), drawn.bottom());
        return Reply.ok(backend.inference()
                .run(() -> backend.writeLock().withLock(gallery, () -> {
                    FaceDrawing drawing =
                            backend.engine().drawing(gallery, call.principal().actor());
                    return person == null
                            ? drawing.draw(photo, box, name)
                            : drawing.drawFor(photo, box, new PersonId(person));
                })));
    }

    private Reply edit(Call call, BiFunction<PeopleEditor, List<FaceId>, EditResult> what) {
        String gallery = backend.requireGallery(call);
        List<FaceId> faces = backend.engine()
                .people(gallery)
                .references()
                .present(call.body(FacesRequest.class).ids());
        call.audit("gallery", gallery);
        call.audit("faces", faces.size());
        return Reply.ok(backend.writeLock()
                .withLock(
                        gallery,
                        () -> what.apply(
                                backend.engine()
                                        .people(gallery)
                                        .editor(call.principal().actor()),
                                faces)));
    }

    private static FaceId face(Call call) {
        return FaceId.parse(call.parameter("face"));
    }
}
