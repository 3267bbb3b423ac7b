package dev.likeness.cli.terminal;

import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import dev.likeness.face.Remedy;
import dev.likeness.onnx.download.KnownModels;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// The remedies of errors as lines for a terminal, with the command to run.
public final class RemedyText {
    /// The gallery of commands without `--gallery`.
    private static final String DEFAULT_GALLERY = "default";

    private RemedyText() {}

    /// A remedy of a command that was run with these settings.
    ///
    /// @param settings options such as ` --index DIR`, which the remedy's command needs as well; may be empty
    public static String of(Remedy remedy, String settings) {
        String text = of(remedy);
        return text.contains(": likeness ") ? text + settings : text;
    }

    static String of(Remedy remedy) {
        return switch (remedy) {
            case Remedy.RetractFace retract ->
                "To retract the assertions about the face: likeness people retract "
                        + ShellText.quoted(retract.label())
                        + in(retract.gallery());
            case Remedy.UnmarkDifferent unmark ->
                "To remove the mark that the two are different: likeness people different --unmark %s %s"
                                .formatted(unmark.one(), unmark.other())
                        + in(unmark.gallery());
            case Remedy.UndoLastEdit undo -> "To undo the last edit: likeness people undo" + in(undo.gallery());
            case Remedy.MergePeople merge ->
                "If they are the same person: likeness people merge %s --into %s"
                                .formatted(
                                        merge.from().stream()
                                                .map(PersonId::toString)
                                                .collect(Collectors.joining(" ")),
                                        merge.into())
                        + in(merge.gallery());
            case Remedy.AllowSameName _ -> "If two people have this name, repeat the command with --same-name";
            case Remedy.MoveFaces move ->
                "To move the faces to that person: likeness people move %s --to %s"
                                .formatted(
                                        move.faces().stream()
                                                .map(FaceId::toString)
                                                .collect(Collectors.joining(" ")),
                                        move.into())
                        + in(move.gallery());
            case Remedy.PruneAll(String gallery, List<Path> roots) ->
                "If the photos are really gone: likeness ingest "
                        + roots.stream()
                                .map(root -> ShellText.quoted(root.toString()))
                                .collect(Collectors.joining(" "))
                        + " --prune=all"
                        + in(gallery);
            case Remedy.MakeGallery(String gallery) ->
                "To make it from a folder of photos: likeness ingest FOLDER" + in(gallery);
            case Remedy.ChooseGalleries _ ->
                "If your galleries are in another folder, name it with --index DIR or LIKENESS_INDEX_DIRECTORY";
            case Remedy.RepairGallery(String gallery) ->
                "To see what is left and repair it: likeness gallery check --repair" + in(gallery);
            case Remedy.RestoreBackup(String gallery) ->
                "To restore it from a backup under another name: likeness gallery restore BACKUPS --from %s"
                                .formatted(gallery)
                        + " --gallery %s-restored".formatted(gallery);
            case Remedy.IncludeDeleted _ ->
                "To restore it with what was deleted, repeat the command with --include-deleted";
            case Remedy.ReembedGallery(String gallery, String embedder) ->
                "To move the gallery to that embedder: likeness gallery reembed --gallery %s --embedder %s"
                        .formatted(gallery, embedder);
            case Remedy.RestoreWeights(String embedder) ->
                "To keep the gallery as it is, restore the weights of %s with which it was made".formatted(embedder);
            case Remedy.Calibrate _ -> "To fit a calibration: likeness calibrate";
            case Remedy.ReplaceCalibration(Path file) ->
                "To use the calibration of the model, leave out %s (--calibration, or calibration.file)"
                        .formatted(file);
            case Remedy.InstallModel(String model, String file) ->
                "Put %s there, or name the directory that holds it with --models DIR or LIKENESS_MODELS".formatted(file)
                        + KnownModels.find(model)
                                .map(known -> "; to download it: likeness models get " + known.id())
                                .orElse("");
            case Remedy.TakeModelFromFile(String model, String address) ->
                "To go on, repeat the command, with --base-url URL for a mirror; or download %s by other means: likeness models get %s --from FILE"
                        .formatted(address, model);
            case Remedy.InstallCudaBuild _ -> "To use CUDA, make a build with -Pgpu";
            case Remedy.UseCpu _ -> "To compute on the CPU, use --device cpu";
            case Remedy.CreateApiKey _ -> "To create an API key: likeness keys create";
            case Remedy.GoKeyless _ ->
                "To let every program on this machine in without a key: likeness keys keyless --yes";
            case Remedy.OverwriteFile _ -> "To overwrite the file, repeat the command with --force";
            case Remedy.DeclareDetector _ ->
                "To take the outputs in this order as a detector's, repeat the command with --role detector";
        };
    }

    private static String in(String gallery) {
        return gallery.equals(DEFAULT_GALLERY) ? "" : " --gallery " + gallery;
    }
}
