package dev.likeness.api.v1.live;

import dev.likeness.api.jobs.Job;
import dev.likeness.face.FaceId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An event of a gallery: that something changed and what to read again, never the data itself. Components are keys
/// of the JSON form.
sealed interface GalleryEvent {
    /// Which of the events it is.
    String kind();

    /// People or their faces changed, by an edit or a clustering.
    ///
    /// @param version differs from that of an earlier event if the gallery changed in between
    /// @param event number of the latest event of the edit history; 0 if there is none
    record PeopleChanged(String kind, String version, long event) implements GalleryEvent {
        PeopleChanged(String version, long event) {
            this("people-changed", version, event);
        }
    }

    /// Photos were added or deleted.
    record PhotosChanged(String kind, String version, long photos, long faces) implements GalleryEvent {
        PhotosChanged(String version, long photos, long faces) {
            this("photos-changed", version, photos, faces);
        }
    }

    /// A job of the gallery began, went on or ended.
    ///
    /// @param task the kind of the job, such as `ingest`
    /// @param latestFaces some faces that the job has found, latest first
    /// @param unreadable number of files that could not be read so far
    /// @param latestUnreadable some of these files, latest first
    record JobChanged(
            String kind,
            String job,
            String task,
            String state,
            @Nullable String step,
            long done,
            long total,
            List<FaceId> latestFaces,
            int unreadable,
            List<Job.UnreadableFile> latestUnreadable)
            implements GalleryEvent {

        static JobChanged of(Job job) {
            Job.Status now = job.status();
            return new JobChanged(
                    "job",
                    now.id(),
                    now.kind(),
                    now.state(),
                    now.step(),
                    now.done(),
                    now.total(),
                    job.latestFaces(),
                    job.unreadable(),
                    job.latestUnreadable());
        }
    }
}
