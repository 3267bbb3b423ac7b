package dev.likeness.engine.exchange;

import dev.likeness.engine.exchange.ExchangeWarning.Kind;
import dev.likeness.engine.exchange.PhotoFile.Frame;
import dev.likeness.engine.people.UserAssertions;
import dev.likeness.face.Box;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Person;
import dev.likeness.image.ImageReader;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.StoredFace;
import dev.likeness.support.AtomicFile;
import dev.likeness.xmp.FaceRegion;
import dev.likeness.xmp.FaceRegions;
import dev.likeness.xmp.RegionSchema;
import dev.likeness.xmp.XmpDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Writes the faces of a gallery into sidecars. An existing sidecar keeps its content. An existing region
/// that matches a face gets the face's name if it has no name, and keeps its position and size, which a user
/// may have drawn. An existing name is only replaced by a name that a user confirmed. A face too poor to tell
/// who it is gets only a name that a user confirmed. Photos are only read.
final class RegionExport {
    private final GallerySnapshot snapshot;
    private final ImageReader reader;
    private final @Nullable Path output;
    private final boolean includeUnnamed;
    private final boolean dryRun;
    private final float minMagnitude;
    private final UserAssertions assertions;
    private final Sidecars sidecars = new Sidecars();
    private final List<ExchangeWarning> warnings = new ArrayList<>();
    private int photos;
    private int written;
    private int unchanged;
    private int faces;
    private int lowQuality;

    /// @param output folder in which the tree of photos is mirrored; null to write beside the photos
    /// @param includeUnnamed whether faces without a name become regions, too
    /// @param minMagnitude magnitude below which only a confirmed face has a name
    RegionExport(
            GallerySnapshot snapshot,
            ImageReader reader,
            @Nullable Path output,
            boolean includeUnnamed,
            boolean dryRun,
            float minMagnitude) {
        this.snapshot = snapshot;
        this.reader = reader;
        this.output = output;
        this.includeUnnamed = includeUnnamed;
        this.dryRun = dryRun;
        this.minMagnitude = minMagnitude;
        this.assertions = UserAssertions.of(snapshot);
    }

    ExportSummary run(String gallery, List<Path> roots, ExchangeListener listener, BooleanSupplier cancelled) {
        long start = System.nanoTime();
        List<GalleryFile> files = GalleryFile.copiesBelow(snapshot, roots);
        Path common = commonFolder(files);
        listener.started(files.size());
        boolean completed = true;
        for (GalleryFile file : files) {
            if (cancelled.getAsBoolean()) {
                completed = false;
                break;
            }
            photos++;
            export(file, common);
            listener.finished();
        }
        return new ExportSummary(
                gallery,
                photos,
                written,
                unchanged,
                faces,
                lowQuality,
                List.copyOf(warnings),
                (System.nanoTime() - start) / 1e9,
                dryRun,
                completed);
    }

    /// A face to write into the sidecar.
    private record NamedFace(StoredFace face, @Nullable String name) {
        Box box() {
            return face.face().detection().box();
        }
    }

    private void export(GalleryFile file, @Nullable Path common) {
        List<NamedFace> all = snapshot.faces(file.photo().id()).stream()
                .filter(face -> !face.notAFace())
                .map(face -> new NamedFace(face, name(face)))
                .toList();
        if (all.stream().noneMatch(this::isAskedFor)) {
            return;
        }
        Path path = file.path();
        if (path == null) {
            warn(Kind.MISSING, file.firstPath(), null, "the photo is at none of its paths any more");
            return;
        }
        Path about = path;
        try {
            PhotoFile photo = PhotoFile.read(reader, path, file.photo());
            List<Path> beside = sidecars.of(path);
            Path target = target(path, beside, common);
            about = target;
            Optional<Path> base =
                    Files.exists(target) ? Optional.of(target) : beside.stream().findFirst();
            if (base.isPresent()) {
                about = base.get();
            }
            XmpDocument document = base.map(Sidecars::read).orElseGet(XmpDocument::empty);
            Optional<FaceRegions> regions = mwg(document);
            if (regions.isEmpty()) {
                // A sidecar with a list hides the regions in the photo itself, so they are copied.
                photo.embedded().stream()
                        .filter(embedded -> mwg(embedded).isPresent())
                        .findFirst()
                        .ifPresent(document::copyRegionsFrom);
                regions = mwg(document);
            }
            Optional<Frame> frame =
                    photo.frameOf(regions.map(FaceRegions::appliedTo).orElse(null));
            if (frame.isEmpty()) {
                warn(Kind.CROPPED, about.toString(), null, RegionImport.cropped(photo, regions.orElseThrow()));
                return;
            }
            int changes = merge(document, regions, photo, frame.get(), all, target);
            if (changes == 0) {
                unchanged++;
                return;
            }
            if (regions.map(FaceRegions::appliedTo).isEmpty()) {
                document.setAppliedToDimensions(photo.storedWidth(), photo.storedHeight());
            }
            if (!dryRun) {
                about = target;
                write(target, document.toBytes());
            }
            written++;
            faces += changes;
        } catch (LikenessException e) {
            Kind kind = e.code() == ErrorCode.GALLERY_INCOMPATIBLE ? Kind.CHANGED : Kind.UNREADABLE;
            warn(kind, about.toString(), null, e.getMessage());
        }
    }

    private static void write(Path target, byte[] document) {
        try {
            if (target.getParent() != null) {
                Files.createDirectories(target.getParent());
            }
            AtomicFile.write(target, document);
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "cannot write " + target + ": " + e.getMessage(), e);
        }
    }

    /// Adds and names regions. Returns their number.
    private int merge(
            XmpDocument document,
            Optional<FaceRegions> regions,
            PhotoFile photo,
            Frame frame,
            List<NamedFace> all,
            Path target) {
        List<FaceRegion> there = regions.map(FaceRegions::regions).orElse(List.of());
        int[] faceOf = RegionMatching.faceOfEach(
                there.stream().map(region -> photo.pixels(region.area(), frame)).toList(),
                all.stream().map(NamedFace::box).toList());
        @Nullable FaceRegion[] regionOf = new @Nullable FaceRegion[all.size()];
        for (int i = 0; i < faceOf.length; i++) {
            if (faceOf[i] >= 0) {
                regionOf[faceOf[i]] = there.get(i);
            }
        }
        int changes = 0;
        for (int i = 0; i < regionOf.length; i++) {
            NamedFace wanted = all.get(i);
            FaceRegion region = regionOf[i];
            if (region == null) {
                Optional<Box> area = isAskedFor(wanted) ? photo.shares(wanted.box(), frame) : Optional.empty();
                if (area.isPresent()) {
                    document.addFaceRegion(wanted.name(), area.get());
                    changes++;
                }
            } else if (wanted.name() != null && !wanted.name().equals(region.name())) {
                if (region.name() == null
                        || assertions.confirmed(wanted.face().face().id()).isPresent()) {
                    document.renameFaceRegion(region.item(), wanted.name());
                    changes++;
                } else {
                    warn(
                            Kind.CONFLICT,
                            target.toString(),
                            wanted.name(),
                            "the sidecar says %s, and no user has confirmed otherwise".formatted(region.name()));
                }
            }
        }
        return changes;
    }

    private boolean isAskedFor(NamedFace wanted) {
        return includeUnnamed || wanted.name() != null;
    }

    private Path target(Path photo, List<Path> beside, @Nullable Path common) {
        Path sidecar = beside.isEmpty() ? Sidecars.fresh(photo) : beside.getFirst();
        return output == null || common == null ? sidecar : output.resolve(common.relativize(sidecar));
    }

    /// The deepest folder that contains all photos.
    private static @Nullable Path commonFolder(List<GalleryFile> files) {
        Path common = null;
        for (GalleryFile file : files) {
            Path folder = Path.of(file.firstPath()).getParent();
            if (common == null) {
                common = folder;
            }
            while (common != null && folder != null && !folder.startsWith(common)) {
                common = common.getParent();
            }
        }
        return common;
    }

    private static Optional<FaceRegions> mwg(XmpDocument document) {
        return document.faceRegions().stream()
                .filter(list -> list.schema() == RegionSchema.MWG)
                .findFirst();
    }

    private @Nullable String name(StoredFace face) {
        String name = face.person() == null
                ? null
                : snapshot.person(face.person()).map(Person::name).orElse(null);
        if (name != null && isTooPoor(face)) {
            lowQuality++;
            return null;
        }
        return name;
    }

    private boolean isTooPoor(StoredFace face) {
        return face.face().embedding().magnitude() < minMagnitude
                && assertions.confirmed(face.face().id()).isEmpty();
    }

    private void warn(Kind kind, String file, @Nullable String name, String detail) {
        warnings.add(new ExchangeWarning(kind, file, name, detail));
    }
}
