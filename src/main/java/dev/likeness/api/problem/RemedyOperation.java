package dev.likeness.api.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import dev.likeness.face.Remedy;
import dev.likeness.face.UserAction;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What resolves a problem: an operation of this API, or a sentence if only the server's operator can act.
/// Components are keys of the JSON form.
///
/// @param description what to do, in words
/// @param operation the `operationId` in the contract; null, as all that follow, if no operation helps
/// @param path the path with its query
/// @param body the JSON body; null if the operation takes none
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RemedyOperation(
        String description,
        @Nullable String operation,
        @Nullable String method,
        @Nullable String path,
        @Nullable Map<String, @Nullable Object> body) {

    static RemedyOperation of(Remedy remedy) {
        return switch (remedy) {
            case Remedy.RetractFace(String gallery, FaceId face, String _) ->
                new RemedyOperation(
                        "retract what users said about the face",
                        "retractFaces",
                        "POST",
                        inGallery(gallery, "/faces/retract"),
                        Map.of("faces", List.of(face)));
            case Remedy.UnmarkDifferent(String gallery, PersonId one, PersonId other) ->
                new RemedyOperation(
                        "unmark the two people as different",
                        "unmarkPeopleDifferent",
                        "DELETE",
                        inGallery(gallery, "/people/%s/different/%s".formatted(one, other)),
                        null);
            case Remedy.UndoLastEdit(String gallery, long event) ->
                new RemedyOperation(
                        "undo event %d, the last edit".formatted(event),
                        "undo",
                        "POST",
                        inGallery(gallery, "/history/undo"),
                        Map.of("count", 1));
            case Remedy.MergePeople(String gallery, List<PersonId> from, PersonId into) ->
                new RemedyOperation(
                        "merge the people, if they are the same person",
                        "mergePeople",
                        "POST",
                        inGallery(gallery, "/people/merge"),
                        merge(from, into));
            case Remedy.AllowSameName(
                    String gallery,
                    PersonId person,
                    List<PersonId> merged,
                    List<UserAction.PersonChange> changes) ->
                new RemedyOperation(
                        "allow the name for both, if two people have it",
                        merged.isEmpty() ? "changePerson" : "mergePeople",
                        merged.isEmpty() ? "PATCH" : "POST",
                        inGallery(gallery, merged.isEmpty() ? "/people/" + person : "/people/merge") + "?sameName=true",
                        allowingSameName(person, merged, changes));
            case Remedy.MoveFaces(String gallery, List<FaceId> faces, PersonId into) ->
                new RemedyOperation(
                        "move the faces to the person who has the name",
                        "moveFaces",
                        "POST",
                        inGallery(gallery, "/people/%s/faces".formatted(into)),
                        Map.of("faces", faces));
            case Remedy.PruneAll(String gallery, List<Path> roots) ->
                new RemedyOperation(
                        "remove all missing photos, if they are really gone",
                        "startJob",
                        "POST",
                        inGallery(gallery, "/jobs"),
                        Map.of(
                                "kind",
                                "ingest",
                                "paths",
                                roots.stream().map(Path::toString).toList(),
                                "pruneAll",
                                true));
            case Remedy.MakeGallery(String gallery) ->
                new RemedyOperation(
                        "make the gallery", "createGallery", "POST", "/v1/galleries", Map.of("name", gallery));
            case Remedy.RepairGallery _ -> byOperator("the server's operator must check and repair the gallery");
            case Remedy.RestoreBackup _ ->
                byOperator("the server's operator must restore a backup of the gallery under another name");
            case Remedy.IncludeDeleted _ ->
                byOperator("the server's operator must restore it with what was deleted (includeDeleted)");
            case Remedy.ReembedGallery _ ->
                byOperator("the server's operator must compute the gallery's embeddings again");
            case Remedy.RestoreWeights _ ->
                byOperator("the server's operator must install the weights with which the gallery was made");
            case Remedy.Calibrate _ -> byOperator("the server's operator must fit a calibration for the embedder");
            case Remedy.ReplaceCalibration _ ->
                byOperator("the server's operator must replace the configured calibration, or configure none");
            case Remedy.InstallModel _, Remedy.TakeModelFromFile _ ->
                byOperator("the server's operator must install the model's file");
            case Remedy.InstallCudaBuild _ -> byOperator("the server's operator must install a build with CUDA");
            case Remedy.UseCpu _ -> byOperator("the server's operator must let the server compute on the CPU");
            case Remedy.ChooseGalleries _ ->
                byOperator("the server's operator must start it with the folder of the galleries that are meant");
            case Remedy.CreateApiKey _ -> byOperator("the server's operator must create an API key");
            case Remedy.GoKeyless _ -> byOperator("the server's operator must decide that the server needs no keys");
            case Remedy.OverwriteFile _, Remedy.DeclareDetector _ ->
                byOperator("the server's operator must repeat the import of the model");
        };
    }

    private static Map<String, @Nullable Object> merge(List<PersonId> from, PersonId into) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("from", from);
        body.put("into", into);
        return body;
    }

    /// The body of the request that failed, of `mergePeople` or `changePerson`.
    private static Map<String, @Nullable Object> allowingSameName(
            PersonId person, List<PersonId> merged, List<UserAction.PersonChange> changes) {
        Map<String, @Nullable Object> body = merged.isEmpty() ? new LinkedHashMap<>() : merge(merged, person);
        for (UserAction.PersonChange change : changes) {
            switch (change) {
                case UserAction.Named(PersonId _, @Nullable String name) -> body.put("name", name);
                case UserAction.Hidden _ -> body.put("hidden", true);
                case UserAction.Shown _ -> body.put("hidden", false);
                case UserAction.CoverChosen(PersonId _, @Nullable FaceId face) -> body.put("cover", face);
                case UserAction.BirthDateSet(PersonId _, @Nullable LocalDate date) ->
                    body.put("birthDate", date == null ? null : date.toString());
                case UserAction.ExternalIdSet(PersonId _, @Nullable String externalId) ->
                    body.put("externalId", externalId);
            }
        }
        return body;
    }

    private static String inGallery(String gallery, String path) {
        return "/v1/galleries/" + gallery + path;
    }

    private static RemedyOperation byOperator(String description) {
        return new RemedyOperation(description, null, null, null, null);
    }
}
