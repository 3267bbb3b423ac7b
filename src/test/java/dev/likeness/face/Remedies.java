package dev.likeness.face;

import java.nio.file.Path;
import java.util.List;

/// One remedy of each kind, for the tests of the doors.
public final class Remedies {
    private static final FaceId FACE = new FaceId(new PhotoId("a".repeat(64)), 0);
    private static final PersonId ONE = new PersonId(1);
    private static final PersonId TWO = new PersonId(2);

    private Remedies() {}

    public static List<Remedy> all() {
        return List.of(
                new Remedy.RetractFace("family", FACE, "/photos/a.jpg#0"),
                new Remedy.UnmarkDifferent("family", ONE, TWO),
                new Remedy.UndoLastEdit("family", 7),
                new Remedy.MergePeople("family", List.of(TWO), ONE),
                new Remedy.AllowSameName(
                        "family",
                        TWO,
                        List.of(),
                        List.of(new UserAction.Named(TWO, "Ann"), new UserAction.Hidden(TWO))),
                new Remedy.MoveFaces("family", List.of(FACE), ONE),
                new Remedy.PruneAll("family", List.of(Path.of("/photos/of us"))),
                new Remedy.MakeGallery("family"),
                new Remedy.ChooseGalleries(),
                new Remedy.RepairGallery("family"),
                new Remedy.IncludeDeleted(),
                new Remedy.RestoreBackup("family"),
                new Remedy.ReembedGallery("family", "magface"),
                new Remedy.RestoreWeights("magface"),
                new Remedy.Calibrate("magface"),
                new Remedy.ReplaceCalibration(Path.of("calibration.json")),
                new Remedy.InstallModel("magface", "magface.onnx"),
                new Remedy.TakeModelFromFile("buffalo_l", "https://models.example/buffalo_l.zip"),
                new Remedy.InstallCudaBuild(),
                new Remedy.UseCpu(),
                new Remedy.CreateApiKey(),
                new Remedy.GoKeyless(),
                new Remedy.OverwriteFile(Path.of("model.onnx")),
                new Remedy.DeclareDetector());
    }
}
