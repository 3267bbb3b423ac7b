package dev.likeness.engine;

import dev.likeness.calibration.Calibration;
import dev.likeness.calibration.FaceSpace;
import dev.likeness.cluster.algorithms.Clusterers;
import dev.likeness.engine.clustering.ClusterSummary;
import dev.likeness.engine.clustering.Clustering;
import dev.likeness.engine.clustering.ClusteringListener;
import dev.likeness.engine.contents.ExportedFace;
import dev.likeness.engine.contents.GalleryContents;
import dev.likeness.engine.contents.GalleryPictures;
import dev.likeness.engine.contents.PhotoDetails;
import dev.likeness.engine.duplicates.Duplicates;
import dev.likeness.engine.duplicates.DuplicatesRequest;
import dev.likeness.engine.duplicates.DuplicatesResult;
import dev.likeness.engine.duplicates.PhotoCopies;
import dev.likeness.engine.duplicates.PhotoCopiesResult;
import dev.likeness.engine.exchange.Exchange;
import dev.likeness.engine.ingest.Ingest;
import dev.likeness.engine.ingest.IngestListener;
import dev.likeness.engine.ingest.IngestRequest;
import dev.likeness.engine.ingest.IngestSummary;
import dev.likeness.engine.ingest.ReembedSummary;
import dev.likeness.engine.ingest.Reembedding;
import dev.likeness.engine.people.People;
import dev.likeness.engine.search.GallerySearch;
import dev.likeness.engine.search.LargestFace;
import dev.likeness.engine.search.SearchRequest;
import dev.likeness.engine.search.SearchResult;
import dev.likeness.engine.search.VerifyResult;
import dev.likeness.extract.AnalysedPhoto;
import dev.likeness.extract.FaceExtractor;
import dev.likeness.extract.FaceExtractor.LocatedFaces;
import dev.likeness.extract.Probe;
import dev.likeness.extract.StageTimes;
import dev.likeness.face.Embedding;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.image.ImageReader;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryStatistics;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.StoredFace;
import dev.likeness.index.StoredPhoto;
import dev.likeness.index.lucene.GalleryDirectory;
import dev.likeness.inference.model.ModelFileStatus;
import dev.likeness.inference.model.ModelManifest;
import dev.likeness.inference.model.ModelRole;
import dev.likeness.inference.runtime.Device;
import dev.likeness.scoring.ActiveCalibration;
import dev.likeness.scoring.Calibrations;
import dev.likeness.scoring.MatchScorer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// The application without a user interface: everything that the command line and HTTP can request.
///
/// An engine is safe for use by several threads. It opens models on first use and caches them. Galleries are
/// opened for each call, so that several processes may read while one writes.
public final class Engine implements AutoCloseable {
    private final EngineOptions options;
    private final GalleryDirectory galleries;
    private final ImageReader reader;
    private final Models models;
    private final Calibrations calibrations;

    private Engine(EngineOptions options, Consumer<String> warnings) {
        this.options = options;
        this.galleries = GalleryDirectory.of(options.index());
        this.reader = new ImageReader(options.image());
        this.models = new Models(options.models(), options.inference(), options.detection(), warnings);
        this.calibrations = new Calibrations(options.calibration(), galleries::folderOf, models::quality, warnings);
    }

    /// Creates an engine. It opens no models or galleries until a call needs them.
    ///
    /// @param warnings receives, once each, messages about degraded operation (such as a device that failed)
    public static Engine open(EngineOptions options, Consumer<String> warnings) {
        return new Engine(options, warnings);
    }

    /// Adds photos to a gallery and creates the gallery if necessary.
    ///
    /// @param times receives the CPU time of each stage
    /// @param cancelled polled between files; once true, files in progress are finished and committed
    /// @throws LikenessException `NOT_FOUND` for a missing root, `GALLERY_LOCKED`, `GALLERY_INCOMPATIBLE`,
    ///     and the errors of the models. A file that cannot be read is a result, not an exception.
    public IngestSummary ingest(
            IngestRequest request, StageTimes times, IngestListener listener, BooleanSupplier cancelled) {
        EmbedderStamp stamp = stampFor(request.gallery());
        FaceExtractor extractor = extractor(stamp.id(), times);
        Gallery gallery = galleries.openOrCreate(request.gallery(), stamp);
        try (GalleryWriter writer = gallery.writer(stamp);
                GallerySnapshot before = gallery.snapshot()) {
            IngestSummary summary = new Ingest(
                            request, options.ingest(), extractor, gallery, writer, before, times, listener, cancelled)
                    .run();
            int seen = summary.added() + summary.withoutFace();
            // A bulk load leaves many small segments, and each search traverses the graph of every segment.
            if (summary.completed() && seen * 10L > before.statistics().photos()) {
                writer.optimize();
            }
            return summary;
        }
    }

    /// Searches a gallery for the people in a picture.
    ///
    /// @param image the bytes of the query picture, of any format that ingest reads
    /// @return one entry per face found in the picture; no entries if it shows no face
    public SearchResult search(SearchRequest request, byte[] image) {
        return search(request, "the picture", image);
    }

    /// Searches as [#search(SearchRequest, byte[])] does.
    ///
    /// @param name the caller's name for the picture; error messages about the picture start with it
    public SearchResult search(SearchRequest request, String name, byte[] image) {
        return search(request, List.of(analyse(request.gallery(), name, image).faces()));
    }

    /// Searches a gallery for faces that are already embedded. No model is run.
    ///
    /// @param probes the probes, each with its faces: one, or all that a picture shows
    /// @throws LikenessException `NOT_FOUND` if there is no such gallery or face; `INVALID_ARGUMENT` if an
    ///     embedding has another dimension than the gallery's, or a threshold needs a calibration and there
    ///     is none
    public SearchResult search(SearchRequest request, List<? extends List<? extends Probe>> probes) {
        try (GallerySnapshot snapshot = galleries.open(request.gallery()).snapshot()) {
            EmbedderStamp stamp = snapshot.embedder();
            MatchScorer scorer = calibrations.ofGallery(request.gallery(), stamp);
            GallerySearch searching = new GallerySearch(request, snapshot, scorer);
            List<SearchResult.ProbeFace> faces = new ArrayList<>();
            for (int number = 0; number < probes.size(); number++) {
                for (Probe probe : probes.get(number)) {
                    faces.add(searching.face(number, probe));
                }
            }
            return new SearchResult(request.gallery(), stamp.id(), scorer.report(), operatingPoint(), faces);
        }
    }

    /// Detects, aligns and embeds the faces of a picture with the models of a gallery, and stores nothing.
    ///
    /// @param name the caller's name for the picture; error messages about the picture start with it
    /// @param gallery the gallery's name; a gallery that does not exist yet uses the models for new ones
    /// @throws LikenessException the errors of the image reader and the models; `GALLERY_INCOMPATIBLE` if the
    ///     gallery's model has other weights now
    public AnalysedPhoto analyse(String gallery, String name, byte[] image) {
        return analyse(stampFor(gallery), name, image);
    }

    /// Detects, aligns and embeds the faces of a picture with the models for new galleries.
    public AnalysedPhoto analyse(String name, byte[] image) {
        return analyse(models.stamp(options.models().embedder()), name, image);
    }

    private AnalysedPhoto analyse(EmbedderStamp stamp, String name, byte[] image) {
        FaceExtractor extractor = extractor(stamp.id(), new StageTimes());
        LocatedFaces located = extractor.locate(name, image);
        return new AnalysedPhoto(
                PhotoId.of(image), stamp.id(), image.length, located, extractor.embed(located.crops()));
    }

    /// Compares two faces with the calibration of a gallery.
    ///
    /// @throws LikenessException `NOT_FOUND` if there is no such gallery or face; `INVALID_ARGUMENT` if the
    ///     embeddings' dimensions differ
    public VerifyResult verify(String gallery, Probe first, Probe second) {
        try (GallerySnapshot snapshot = galleries.open(gallery).snapshot()) {
            MatchScorer scorer = calibrations.ofGallery(gallery, snapshot.embedder());
            Embedding one = embedding(snapshot, gallery, first);
            Embedding other = embedding(snapshot, gallery, second);
            return verifyResult(snapshot.embedder(), scorer, first, one, second, other);
        }
    }

    private VerifyResult verifyResult(
            EmbedderStamp stamp, MatchScorer scorer, Probe first, Embedding one, Probe second, Embedding other) {
        if (one.direction().dimension() != other.direction().dimension()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "two embeddings must have one dimension, got: %d and %d"
                            .formatted(
                                    one.direction().dimension(),
                                    other.direction().dimension()));
        }
        return verifyResult(stamp, scorer, side(first, one, scorer), one, side(second, other, scorer), other);
    }

    private static Embedding embedding(GallerySnapshot snapshot, String gallery, Probe probe) {
        return switch (probe) {
            case Probe.PictureProbe seen -> seen.embedding();
            case Probe.Given given -> given.embedding();
            case Probe.StoredFaceProbe known ->
                GallerySearch.storedFace(snapshot, gallery, known.face()).face().embedding();
        };
    }

    private static VerifyResult.Side side(Probe probe, Embedding embedding, MatchScorer scorer) {
        return new VerifyResult.Side(
                probe instanceof Probe.StoredFaceProbe known ? known.face() : null,
                probe instanceof Probe.PictureProbe seen ? seen.detection() : null,
                embedding.magnitude(),
                scorer.quality(embedding.magnitude()),
                1);
    }

    /// Compares two faces outside any gallery with the calibration of the model for new galleries.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if one is a gallery's stored face, or the embeddings'
    ///     dimensions differ
    public VerifyResult verify(Probe first, Probe second) {
        EmbedderStamp stamp = models.stamp(options.models().embedder());
        MatchScorer scorer = calibrations.ofModel(stamp.id(), stamp.sha256());
        return verifyResult(stamp, scorer, first, embedding(first), second, embedding(second));
    }

    private static Embedding embedding(Probe probe) {
        return switch (probe) {
            case Probe.PictureProbe seen -> seen.embedding();
            case Probe.Given given -> given.embedding();
            case Probe.StoredFaceProbe known ->
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "a face must be seen or given where no gallery is named, got: " + known.face());
        };
    }

    /// The quality of each face of a picture, 0 to 100, in the order of [AnalysedPhoto#faces()].
    public List<Integer> qualities(AnalysedPhoto photo) {
        MatchScorer scorer = calibrations.ofModel(
                photo.embedder(), models.stamp(photo.embedder()).sha256());
        return photo.embeddings().stream()
                .map(embedding -> scorer.quality(embedding.magnitude()))
                .toList();
    }

    /// The id of the model of a gallery's vectors.
    ///
    /// @throws LikenessException `NOT_FOUND`
    public String embedder(String gallery) {
        return galleries.open(gallery).embedder().id();
    }

    /// Compares the largest faces of two pictures.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if a picture shows no face; the errors of the image
    ///     reader and the models
    public VerifyResult verify(byte[] first, byte[] second) {
        return verify("the first picture", first, "the second picture", second);
    }

    /// Compares as [#verify(byte[], byte[])] does.
    ///
    /// @param firstName the caller's name for the first picture; error messages about the picture start with
    ///     it
    /// @param secondName the same for the second picture
    public VerifyResult verify(String firstName, byte[] first, String secondName, byte[] second) {
        EmbedderStamp stamp = models.stamp(options.models().embedder());
        FaceExtractor extractor = extractor(stamp.id(), new StageTimes());
        MatchScorer scorer = calibrations.ofModel(stamp.id(), stamp.sha256());
        LargestFace one = LargestFace.of(extractor, firstName, first);
        LargestFace other = LargestFace.of(extractor, secondName, second);
        return verifyResult(stamp, scorer, one.side(scorer), one.embedding(), other.side(scorer), other.embedding());
    }

    private VerifyResult verifyResult(
            EmbedderStamp stamp,
            MatchScorer scorer,
            VerifyResult.Side firstSide,
            Embedding first,
            VerifyResult.Side secondSide,
            Embedding second) {
        float cosine = first.direction().cosine(second.direction());
        double prior = MatchScorer.prior(2);
        return new VerifyResult(
                stamp.id(),
                scorer.report(),
                operatingPoint(),
                scorer.point().falseMatchRate(),
                firstSide,
                secondSide,
                cosine,
                prior,
                scorer.probability(cosine, first.magnitude(), second.magnitude(), prior),
                scorer.decision(cosine, first.magnitude(), second.magnitude()));
    }

    /// The details of one photo, found by its path, or by its bytes if the file has moved.
    ///
    /// @throws LikenessException `NOT_FOUND` if the gallery does not have the photo
    public PhotoDetails show(String gallery, Path photo) {
        try (GallerySnapshot snapshot = galleries.open(gallery).snapshot()) {
            StoredPhoto stored = snapshot.photoAt(
                            photo.toAbsolutePath().normalize().toString())
                    .or(() -> contentOf(photo).flatMap(snapshot::photo))
                    .orElseThrow(() -> new LikenessException(
                            ErrorCode.NOT_FOUND, "gallery %s does not know the photo %s".formatted(gallery, photo)));
            MatchScorer scorer = calibrations.ofGallery(gallery, snapshot.embedder());
            return PhotoDetails.of(snapshot, stored, scorer);
        }
    }

    /// Passes every face of a gallery to `line`, photo by photo. Detections marked as not a face are omitted.
    ///
    /// @param vectors whether each line includes the raw vector
    public void export(String gallery, boolean vectors, Consumer<ExportedFace> line) {
        try (GallerySnapshot snapshot = galleries.open(gallery).snapshot()) {
            MatchScorer scorer = calibrations.ofGallery(gallery, snapshot.embedder());
            snapshot.forEachPhoto(photo -> {
                String path = paths(photo).stream().findFirst().orElse(null);
                for (StoredFace face : snapshot.faces(photo.id())) {
                    if (face.notAFace()) {
                        continue;
                    }
                    int quality = scorer.quality(face.face().embedding().magnitude());
                    line.accept(ExportedFace.of(face, path, quality, name(snapshot, face.person()), vectors));
                }
            });
        }
    }

    /// Clusters all faces of a gallery into people from scratch. Assertions of users are respected.
    ///
    /// @throws LikenessException `NOT_FOUND`; `CANCELLED` if the listener stops it; then nothing has changed
    public ClusterSummary cluster(String gallery, ClusteringListener listener) {
        return clustering(gallery, listener, Clustering::clusterAll);
    }

    /// Clusters the faces that were added since the last clustering, together with the people and faces near
    /// them.
    ///
    /// @throws LikenessException `NOT_FOUND`; `CANCELLED` if the listener stops it; then nothing has changed
    public ClusterSummary clusterNew(String gallery, ClusteringListener listener) {
        return clustering(gallery, listener, Clustering::clusterNew);
    }

    private ClusterSummary clustering(
            String gallery, ClusteringListener listener, Function<Clustering, ClusterSummary> work) {
        Gallery open = galleries.open(gallery);
        EmbedderStamp stamp = open.embedder();
        FaceSpace space = calibrations.ofGallery(gallery, stamp).faceSpace();
        try (GalleryWriter writer = open.writer(stamp)) {
            return work.apply(new Clustering(
                    gallery, Clusterers.create(options.cluster(), space), open, writer, listener.ofClusterer()));
        }
    }

    /// Finds people of a gallery who are probably one person, with the evidence. [People#merge] accepts a
    /// suggestion and [People#markDifferent] rejects it permanently.
    ///
    /// @param cancelled polled from time to time
    /// @throws LikenessException `NOT_FOUND` if there is no such gallery; `INVALID_ARGUMENT` if its model has
    ///     no calibration; `CANCELLED`
    public DuplicatesResult duplicates(DuplicatesRequest request, BooleanSupplier cancelled) {
        try (GallerySnapshot snapshot = galleries.open(request.gallery()).snapshot()) {
            MatchScorer scorer = calibrations.ofGallery(request.gallery(), snapshot.embedder());
            return new Duplicates(request, snapshot, scorer, cancelled).find();
        }
    }

    /// Finds photos of a gallery that are copies of others: same bytes, re-encoded, resized or cropped.
    /// [GalleryContents#erasePhotos] removes a copy; [People#markNotCopies] rejects a suggestion permanently.
    ///
    /// @param cancelled polled from time to time
    /// @throws LikenessException `NOT_FOUND` if there is no such gallery; `CANCELLED`
    public PhotoCopiesResult photoCopies(String gallery, BooleanSupplier cancelled) {
        try (GallerySnapshot snapshot = galleries.open(gallery).snapshot()) {
            return new PhotoCopies(snapshot, reader, cancelled).find(gallery);
        }
    }

    /// The people of a gallery, and operations to edit them.
    ///
    /// @throws LikenessException `NOT_FOUND`
    public People people(String gallery) {
        return new People(
                gallery,
                galleries.open(gallery),
                stamp -> calibrations.ofGallery(gallery, stamp),
                InstantSource.system());
    }

    /// The photos and faces of a gallery, and operations on them.
    ///
    /// @throws LikenessException `NOT_FOUND`
    public GalleryContents contents(String gallery) {
        return new GalleryContents(gallery, galleries.open(gallery), stamp -> calibrations.ofGallery(gallery, stamp));
    }

    /// Pictures of a gallery's photos and faces, rendered from the files of the photos.
    ///
    /// @throws LikenessException `NOT_FOUND`
    public GalleryPictures pictures(String gallery) {
        return new GalleryPictures(gallery, galleries.open(gallery), reader);
    }

    /// Writes the current state of a gallery to a ZIP file, which [#restore] reads.
    ///
    /// @return the file, in the galleries' folder; the caller removes it
    /// @throws LikenessException `NOT_FOUND`; `GALLERY_LOCKED` while another writer is open; `IO_FAILED`
    public Path backup(String gallery) {
        return new Backups(galleries).write(gallery);
    }

    /// Removes temporary files of backups whose process died. Call this before the first backup.
    ///
    /// @throws LikenessException `IO_FAILED`
    public void removeScratchFiles() {
        galleries.removeScratch();
    }

    /// The galleries with erased data and no completed purge since, sorted. Galleries that cannot be read are
    /// omitted.
    public List<String> galleriesToPurge() {
        return galleries.names().stream().filter(this::isPurgeDue).toList();
    }

    private boolean isPurgeDue(String gallery) {
        try {
            return contents(gallery).isPurgeDue();
        } catch (LikenessException _) {
            // A direct request for the gallery reports the reason.
            return false;
        }
    }

    /// Creates a gallery from a backup.
    ///
    /// @throws LikenessException `ALREADY_EXISTS` if there is a gallery of that name; `GALLERY_CORRUPT` if
    ///     the file is not a complete backup; `GALLERY_INCOMPATIBLE` if it is of another version's format;
    ///     `IO_FAILED`
    public GalleryDetails restore(String gallery, Path backup) {
        new Backups(galleries).read(gallery, backup);
        try (GallerySnapshot snapshot = galleries.open(gallery).snapshot()) {
            return details(gallery, snapshot, null);
        }
    }

    /// Import and export of people data between a gallery and other programs.
    ///
    /// @throws LikenessException `NOT_FOUND`
    public Exchange exchange(String gallery) {
        return new Exchange(gallery, galleries.open(gallery), people(gallery), reader);
    }

    /// Re-embeds a gallery's faces with another model. The gallery stays unchanged and usable until the last
    /// face is done. After an interruption, the next call continues the work.
    public ReembedSummary reembed(String name, String embedder, IntConsumer progress, BooleanSupplier cancelled) {
        long start = System.nanoTime();
        EmbedderStamp target = models.stamp(embedder);
        Gallery current = galleries.open(name);
        EmbedderStamp source = current.embedder();
        if (source.equals(target)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "gallery %s must be under another embedder than the new one, got: %s".formatted(name, embedder));
        }
        ReembedSummary summary;
        // Holding the live gallery's writer prevents additions that the next generation would miss.
        try (GalleryWriter _ = current.writer(source);
                GallerySnapshot from = current.snapshot()) {
            Gallery next = galleries.stage(name, target);
            try (GalleryWriter to = next.writer(target)) {
                Reembedding reembedding = new Reembedding(
                        from,
                        next,
                        to,
                        models.embedder(embedder),
                        reader,
                        options.ingest().workerCount(),
                        options.ingest().commitPhotos(),
                        cancelled);
                boolean completed = reembedding.run(progress);
                summary = new ReembedSummary(
                        name,
                        source.id(),
                        embedder,
                        from.statistics().photos(),
                        reembedding.resumed(),
                        reembedding.faces(),
                        (System.nanoTime() - start) / 1e9,
                        completed);
            }
        }
        if (summary.completed()) {
            galleries.promote(name);
        }
        return summary;
    }

    /// All galleries, by name, without their histograms.
    public List<GalleryDetails> galleries() {
        return galleries.names().stream()
                .map(name -> {
                    try (GallerySnapshot snapshot = galleries.open(name).snapshot()) {
                        return details(name, snapshot, null);
                    }
                })
                .toList();
    }

    /// Whether a gallery with this name exists.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if the name violates its rule
    public boolean hasGallery(String name) {
        return galleries.exists(name);
    }

    /// Creates an empty gallery.
    ///
    /// @param embedder id of the model whose vectors it will hold; null for the configured one
    /// @throws LikenessException `ALREADY_EXISTS`; `INVALID_ARGUMENT` if the name violates its rule or the
    ///     model is not an embedder; the errors of the models
    public GalleryDetails createGallery(String name, @Nullable String embedder) {
        galleries.create(name, models.stamp(embedder == null ? options.models().embedder() : embedder));
        try (GallerySnapshot snapshot = galleries.open(name).snapshot()) {
            return details(name, snapshot, null);
        }
    }

    /// The details of one gallery, with its quality histogram; every face is read.
    ///
    /// @throws LikenessException `NOT_FOUND`
    public GalleryDetails gallery(String name) {
        try (GallerySnapshot snapshot = galleries.open(name).snapshot()) {
            MatchScorer scorer = calibrations.ofGallery(name, snapshot.embedder());
            return details(name, snapshot, GalleryDetails.Quality.of(snapshot, scorer));
        }
    }

    /// Deletes a gallery with every vector, crop, name and path in it. The photo files stay.
    ///
    /// @throws LikenessException `NOT_FOUND`; `GALLERY_LOCKED` while another writer is open
    public void deleteGallery(String name) {
        galleries.delete(name);
    }

    /// The folder of a gallery's files.
    public Path directory(String gallery) {
        return galleries.folderOf(gallery);
    }

    /// The available models, each with the state of its weights and the calibration that would be used.
    public List<ModelDetails> models() {
        return models.catalog().manifests().stream().map(this::model).toList();
    }

    /// Whether the engine can process photos: the state of the two models' files. No model is opened.
    public Readiness readiness() {
        List<Readiness.Model> inUse = List.of(
                new Readiness.Model(
                        options.models().detector(),
                        "detector",
                        state(options.models().detector())),
                new Readiness.Model(
                        options.models().embedder(),
                        "embedder",
                        state(options.models().embedder())));
        return new Readiness(
                inUse.stream()
                        .allMatch(model -> model.state().equals(word(ModelFileStatus.State.PRESENT))
                                || model.state().equals(word(ModelFileStatus.State.BUILT_IN))),
                inUse);
    }

    private String state(String model) {
        return models.catalog().manifests().stream()
                .filter(manifest -> manifest.id().equals(model))
                .findFirst()
                .map(manifest -> word(models.catalog().inspect(manifest).state()))
                .orElse("unknown");
    }

    private static String word(ModelFileStatus.State state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// A snapshot of a gallery, for measurements that need its vectors. The caller closes it.
    ///
    /// @throws LikenessException `NOT_FOUND`
    public GallerySnapshot snapshot(String gallery) {
        return galleries.open(gallery).snapshot();
    }

    /// The calibration of a gallery, if its model has one.
    ///
    /// @throws LikenessException `NOT_FOUND`
    public Optional<Calibration> calibration(String gallery) {
        EmbedderStamp embedder = galleries.open(gallery).embedder();
        return Optional.ofNullable(calibrations.ofGallery(gallery, embedder).calibration());
    }

    /// The device that inference runs on: `CPU`, or the GPU by name.
    public String computeDevice() {
        return models.runtime().computeDevice();
    }

    /// The device that inference actually runs on: the CPU or a GPU, never `auto`.
    public Device device() {
        return models.runtime().device();
    }

    /// The extraction pipeline of a photo, for callers that need faces without a gallery.
    ///
    /// @param embedder id of a model
    public FaceExtractor extractor(String embedder, StageTimes times) {
        return new FaceExtractor(
                reader,
                models.detector(),
                models.embedder(embedder),
                options.detection().longSide(),
                times);
    }

    @Override
    public void close() {
        models.close();
        galleries.close();
    }

    /// Checks that an explicitly requested embedder is the gallery's own. A gallery that does not exist yet
    /// accepts any embedder.
    ///
    /// @throws LikenessException `GALLERY_INCOMPATIBLE`, with a solution in the message
    public void requireEmbedder(String gallery, String embedder) {
        if (!galleries.names().contains(gallery)) {
            return;
        }
        String own = galleries.open(gallery).embedder().id();
        if (!own.equals(embedder)) {
            throw new LikenessException(
                    ErrorCode.GALLERY_INCOMPATIBLE,
                    "gallery %s is under the embedder %s, got: %s. To move it: likeness gallery reembed --gallery %s --embedder %s"
                            .formatted(gallery, own, embedder, gallery, embedder));
        }
    }

    private ModelDetails model(ModelManifest manifest) {
        ModelFileStatus file = models.catalog().inspect(manifest);
        ActiveCalibration calibration = manifest.role() == ModelRole.EMBEDDER
                ? file.sha256()
                        .flatMap(sha256 -> calibrations.describe(manifest.id(), sha256))
                        .orElse(null)
                : null;
        return new ModelDetails(manifest, file.state(), file.path(), file.sha256(), calibration);
    }

    private String operatingPoint() {
        return options.calibration().operatingPoint().name().toLowerCase(Locale.ROOT);
    }

    /// The stamp of an existing gallery's embedder; for a new gallery, that of the configured one.
    private EmbedderStamp stampFor(String gallery) {
        if (!galleries.names().contains(gallery)) {
            return models.stamp(options.models().embedder());
        }
        EmbedderStamp stamp = galleries.open(gallery).embedder();
        requireSameModel(gallery, stamp);
        return stamp;
    }

    /// Rejects a model with the same name but other weights, whose vectors are not comparable.
    private void requireSameModel(String gallery, EmbedderStamp stamp) {
        EmbedderStamp installed = models.stamp(stamp.id());
        if (!installed.equals(stamp)) {
            throw new LikenessException(
                    ErrorCode.GALLERY_INCOMPATIBLE,
                    "gallery %s was made by %s; the model of that name here is %s: bring the old weights back, or run likeness gallery reembed --gallery %s --embedder %s"
                            .formatted(gallery, stamp, installed, gallery, stamp.id()));
        }
    }

    private static GalleryDetails details(
            String name, GallerySnapshot snapshot, GalleryDetails.@Nullable Quality quality) {
        GalleryStatistics statistics = snapshot.statistics();
        EmbedderStamp stamp = snapshot.embedder();
        return new GalleryDetails(
                name,
                stamp.id(),
                stamp.dimension(),
                stamp.sha256(),
                statistics.photos(),
                statistics.photosWithoutFace(),
                statistics.faces(),
                statistics.people(),
                statistics.bytes(),
                quality);
    }

    private static @Nullable String name(GallerySnapshot snapshot, @Nullable PersonId person) {
        return person == null ? null : snapshot.person(person).map(Person::name).orElse(null);
    }

    private static List<String> paths(StoredPhoto photo) {
        return List.copyOf(photo.paths().keySet());
    }

    private static Optional<PhotoId> contentOf(Path photo) {
        if (!Files.isRegularFile(photo)) {
            return Optional.empty();
        }
        try {
            return Optional.of(PhotoId.of(Files.readAllBytes(photo)));
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "cannot read " + photo, e);
        }
    }
}
