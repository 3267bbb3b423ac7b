package dev.likeness.face;

import java.nio.file.Path;
import java.util.List;

/// What resolves an error, as facts. Each door words it for its own callers: the command line as a command,
/// the HTTP API as an operation.
public sealed interface Remedy {
    /// Retract all assertions about a face.
    ///
    /// @param label the face as `path#ordinal` if its photo has a path, else its id
    record RetractFace(String gallery, FaceId face, String label) implements Remedy {}

    /// Unmark two people as different.
    record UnmarkDifferent(String gallery, PersonId one, PersonId other) implements Remedy {}

    /// Undo the last edit, which is this event.
    record UndoLastEdit(String gallery, long event) implements Remedy {}

    /// Merge people, if they are the same person.
    record MergePeople(String gallery, List<PersonId> from, PersonId into) implements Remedy {
        public MergePeople {
            from = List.copyOf(from);
        }
    }

    /// Repeat the edit and allow a name that another person has.
    ///
    /// @param merged people whom the edit merges into the person before it names them; often none
    /// @param changes everything that the edit changes of the person, the name included
    record AllowSameName(String gallery, PersonId person, List<PersonId> merged, List<UserAction.PersonChange> changes)
            implements Remedy {
        public AllowSameName {
            merged = List.copyOf(merged);
            changes = List.copyOf(changes);
        }
    }

    /// Move the faces to an existing person instead of a new one.
    record MoveFaces(String gallery, List<FaceId> faces, PersonId into) implements Remedy {
        public MoveFaces {
            faces = List.copyOf(faces);
        }
    }

    /// Ingest again and remove all missing photos, if they are really gone.
    ///
    /// @param roots the paths of the ingest
    record PruneAll(String gallery, List<Path> roots) implements Remedy {
        public PruneAll {
            roots = List.copyOf(roots);
        }
    }

    /// Make the gallery by adding photos to it.
    record MakeGallery(String gallery) implements Remedy {}

    /// Look for the gallery in another folder of galleries.
    record ChooseGalleries() implements Remedy {}

    /// Check the files of a damaged gallery and repair them.
    record RepairGallery(String gallery) implements Remedy {}

    /// Restore once more, with what was deleted after the backup.
    record IncludeDeleted() implements Remedy {}

    /// Restore a damaged gallery from a backup.
    record RestoreBackup(String gallery) implements Remedy {}

    /// Compute all embeddings of a gallery again with this embedder.
    record ReembedGallery(String gallery, String embedder) implements Remedy {}

    /// Install the weights with which a gallery was made.
    ///
    /// @param embedder the model's id
    record RestoreWeights(String embedder) implements Remedy {}

    /// Fit a calibration for this embedder.
    record Calibrate(String embedder) implements Remedy {}

    /// Repair or replace the configured calibration file, or configure none.
    record ReplaceCalibration(Path file) implements Remedy {}

    /// Put the file of a model into a directory that is searched, or search another directory.
    record InstallModel(String model, String file) implements Remedy {}

    /// Take a known model from a file that was downloaded by other means.
    ///
    /// @param model the name of the known model
    /// @param address where the file is offered
    record TakeModelFromFile(String model, String address) implements Remedy {}

    /// Replace a build for the CPU alone by a build with CUDA.
    record InstallCudaBuild() implements Remedy {}

    /// Compute on the CPU.
    record UseCpu() implements Remedy {}

    /// Create an API key before other machines can reach the server.
    record CreateApiKey() implements Remedy {}

    /// Remove all API keys, so that every program on this machine may use the server.
    record GoKeyless() implements Remedy {}

    /// Allow an import to overwrite this file.
    record OverwriteFile(Path file) implements Remedy {}

    /// State that a model to import is a detector, whose outputs are then read in the order of the file.
    record DeclareDetector() implements Remedy {}
}
