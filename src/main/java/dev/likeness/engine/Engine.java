package dev.likeness.engine;

import dev.likeness.calibration.FaceSpace;
import dev.likeness.cluster.algorithms.Clusterers;
import dev.likeness.engine.backup.Backups;
import dev.likeness.engine.clustering.ClusterSummary;
import dev.likeness.engine.clustering.Clustering;
import dev.likeness.engine.clustering.ClusteringListener;
import dev.likeness.engine.contents.FaceDrawing;
import dev.likeness.engine.contents.GalleryContents;
import dev.likeness.engine.contents.GalleryPictures;
import dev.likeness.engine.contents.PhotoTurning;
import dev.likeness.engine.contents.UploadedFiles;
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
import dev.likeness.engine.people.People;
import dev.likeness.engine.review.ReviewQueue;
import dev.likeness.engine.search.FaceVerification;
import dev.likeness.engine.search.GallerySearch;
import dev.likeness.engine.search.SearchRequest;
import dev.likeness.engine.search.SearchResult;
import dev.likeness.engine.tombstones.Tombstones;
import dev.likeness.extract.AnalysedPhoto;
import dev.likeness.extract.FaceExtractor;
import dev.likeness.extract.Probe;
import dev.likeness.extract.StageTimes;
import dev.likeness.face.Actor;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PhotoOrientation;
import dev.likeness.image.ImageReader;
import dev.likeness.image.RgbImage;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.lucene.GalleryDirectory;
import dev.likeness.inference.embed.FaceAligner;
import dev.likeness.scoring.Calibrations;
import dev.likeness.scoring.MatchScorer;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;

/// The application without a user interface: everything that the command line and HTTP can request. It wires
/// the stages together; the work itself is in the packages of the stages.
///
/// An engine is safe for use by several threads. It opens models on first use and caches them. Galleries are
/// opened for each call, so that several processes may read while one writes.
public final class Engine implements AutoCloseable {
    /// Side of the picture that the detector is tried with.
    private static final int TRIAL_SIDE = 640;

    private final EngineOptions options;
    private final GalleryDirectory directory;
    private final ImageReader reader;
    private final Models models;
    private final Calibrations calibrations;
    private final Tombstones tombstones;
    private final Galleries galleries;
    private final Map<String, ReviewQueue> reviews = new ConcurrentHashMap<>();
    private final Map<String, KeptCopies> copies = new ConcurrentHashMap<>();

    /// The copies of photos in a gallery, whatever users say.
    ///
    /// @param version of its photos
    private record KeptCopies(String version, PhotoCopiesResult all) {}

    private Engine(EngineOptions options, ImageReader reader, GalleryDirectory directory, Consumer<String> warnings) {
        this.options = options;
        this.reader = reader;
        this.directory = directory;
        this.models = new Models(options.models(), options.inference(), options.detection(), warnings);
        this.calibrations = new Calibrations(options.calibration(), directory::folderOf, models::quality, warnings);
        this.tombstones = new Tombstones(options.index().directory());
        this.galleries = new Galleries(
                directory,
                models,
                calibrations,
                new Backups(directory, options.index(), options.backup(), warnings),
                tombstones);
    }

    /// Creates an engine. It opens no models or galleries until a call needs them.
    ///
    /// @param warnings receives, once each, messages about degraded operation (such as a device that failed)
    public static Engine open(EngineOptions options, Consumer<String> warnings) {
        ImageReader reader = new ImageReader(options.image());
        return new Engine(options, reader, GalleryDirectory.of(options.index(), reader::isPicture), warnings);
    }

    /// As [#open(EngineOptions, Consumer)], with other galleries than those of the options.
    static Engine open(EngineOptions options, GalleryDirectory directory, Consumer<String> warnings) {
        return new Engine(options, new ImageReader(options.image()), directory, warnings);
    }

    /// Opens the models for new galleries and runs each of them once.
    ///
    /// @throws LikenessException the errors of the models
    public void openModels() {
        models.detector().detect(gray(Math.min(options.detection().longSide(), TRIAL_SIDE)));
        models.embedder(models.defaultStamp().id()).embed(List.of(gray(FaceAligner.SIZE)));
    }

    private static RgbImage gray(int side) {
        byte[] rgb = new byte[3 * side * side];
        Arrays.fill(rgb, (byte) 127);
        return new RgbImage(side, side, rgb);
    }

    EmbedderStamp defaultStamp() {
        return models.defaultStamp();
    }

    /// Reads the configured files that are otherwise read when a call needs them.
    ///
    /// @throws LikenessException `CALIBRATION_INVALID`
    public void checkConfiguration() {
        calibrations.check();
    }

    /// Keeps the galleries' indexes in good shape in the background, as a long-running process should.
    ///
    /// @param log receives a message when that begins or fails
    public void mergeInBackground(Consumer<String> log) {
        directory.mergeInBackground(log);
    }

    /// The galleries, and operations to list, create, back up, restore and delete them.
    public Galleries galleries() {
        return galleries;
    }

    /// The available models and the device they run on.
    public ModelInventory models() {
        return new ModelInventory(options.models(), models, calibrations);
    }

    /// The photos and faces of a gallery, and operations on them.
    ///
    /// @throws LikenessException `NOT_FOUND`
    public GalleryContents contents(String gallery) {
        return new GalleryContents(gallery, directory.open(gallery), scorers(gallery), tombstones);
    }

    /// Pictures of a gallery's photos and faces, rendered from the files of the photos.
    ///
    /// @throws LikenessException `NOT_FOUND`
    public GalleryPictures pictures(String gallery) {
        return new GalleryPictures(gallery, directory.open(gallery), reader);
    }

    /// Adds faces that the detector missed to a gallery.
    ///
    /// @param actor who draws them
    /// @throws LikenessException `NOT_FOUND`, and the errors of the models
    public FaceDrawing drawing(String gallery, Actor actor) {
        Gallery open = directory.open(gallery);
        EmbedderStamp stamp = galleries.stampFor(gallery);
        return new FaceDrawing(gallery, open, people(gallery).editor(actor), extractor(stamp.id(), new StageTimes()));
    }

    /// Turns photos of a gallery as users say.
    ///
    /// @throws LikenessException `NOT_FOUND`, and the errors of the models
    public PhotoTurning turning(String gallery) {
        Gallery open = directory.open(gallery);
        EmbedderStamp stamp = galleries.stampFor(gallery);
        return new PhotoTurning(
                gallery,
                open,
                extractor(stamp.id(), new StageTimes()),
                scorers(gallery).apply(stamp));
    }

    /// The people of a gallery, and operations to edit them.
    ///
    /// @throws LikenessException `NOT_FOUND`
    public People people(String gallery) {
        return new People(directory.open(gallery), scorers(gallery), InstantSource.system());
    }

    /// The questions to ask about the people of a gallery. The queue is cached, because it reuses comparisons
    /// after an edit.
    ///
    /// @throws LikenessException `NOT_FOUND`
    public ReviewQueue review(String gallery) {
        directory.open(gallery);
        return reviews.computeIfAbsent(gallery, name -> new ReviewQueue(() -> galleries.snapshot(name), scorers(name)));
    }

    /// Import and export of people data between a gallery and other programs.
    ///
    /// @param actor who imports
    /// @throws LikenessException `NOT_FOUND`
    public Exchange exchange(String gallery, Actor actor) {
        return new Exchange(
                gallery,
                directory.open(gallery),
                people(gallery).editor(actor),
                reader,
                (photo, box) -> drawing(gallery, actor).store(photo, box),
                scorers(gallery));
    }

    private Function<EmbedderStamp, MatchScorer> scorers(String gallery) {
        return stamp -> calibrations.forGallery(gallery, stamp);
    }

    /// The comparison of two faces.
    public FaceVerification verification() {
        return new FaceVerification(
                galleries::snapshot,
                calibrations,
                models::defaultStamp,
                stamp -> extractor(stamp.id(), new StageTimes()));
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

    /// Adds photos to a gallery and creates the gallery if necessary. If there is none to begin with and no
    /// photo can be read, there is none in the end.
    ///
    /// @param times receives the CPU time of each stage
    /// @param cancelled polled between files; once true, files in progress are finished and committed
    /// @throws LikenessException `NOT_FOUND` for a missing root, `GALLERY_LOCKED`, `GALLERY_INCOMPATIBLE`,
    ///     and the errors of the models. A file that cannot be read is a result, not an exception.
    public IngestSummary ingest(
            IngestRequest request, StageTimes times, IngestListener listener, BooleanSupplier cancelled) {
        boolean isNew = !directory.exists(request.gallery());
        IngestSummary summary = ingestInto(request, times, listener, cancelled);
        if (isNew && summary.completed() && galleries.isEmpty(request.gallery())) {
            directory.delete(request.gallery());
        }
        return summary;
    }

    private IngestSummary ingestInto(
            IngestRequest request, StageTimes times, IngestListener listener, BooleanSupplier cancelled) {
        EmbedderStamp stamp = galleries.stampFor(request.gallery());
        FaceExtractor extractor = extractor(stamp.id(), times);
        Gallery gallery = directory.openOrCreate(request.gallery(), stamp);
        try (GalleryWriter writer = gallery.writer(stamp);
                GallerySnapshot before = gallery.snapshot()) {
            IngestSummary summary = new Ingest(
                            request,
                            options.ingest(),
                            extractor,
                            new UploadedFiles(galleries.folder(request.gallery())),
                            writer,
                            before,
                            times,
                            listener,
                            cancelled)
                    .run();
            int newPhotos = summary.added() + summary.withoutFace();
            // A bulk load leaves many small segments, and each search traverses the graph of every segment.
            if (summary.completed() && newPhotos * 10L > before.statistics().photos()) {
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
        try (GallerySnapshot snapshot = galleries.snapshot(request.gallery())) {
            MatchScorer scorer = calibrations.forGallery(request.gallery(), snapshot.embedder());
            return new GallerySearch(request, snapshot, scorer).search(probes);
        }
    }

    /// Detects, aligns and embeds the faces of a photo that is to be added to a gallery. A photo that lies on
    /// its side or stands on its head is turned.
    ///
    /// @param name as in [#analyse(String, String, byte\[\])]
    /// @param gallery the gallery's name
    /// @throws LikenessException as [#analyse(String, String, byte\[\])]
    public AnalysedPhoto analyseTurned(String gallery, String name, byte[] photo) {
        return analyseTurned(galleries.stampFor(gallery), name, photo);
    }

    /// Detects, aligns and embeds the faces of a picture with the models of a gallery, and stores nothing.
    /// Faces are where the caller sees them: in a picture that lies on its side they lie, too.
    ///
    /// @param name the caller's name for the picture; error messages about the picture start with it
    /// @param gallery the gallery's name; a gallery that does not exist yet uses the models for new ones
    /// @throws LikenessException the errors of the image reader and the models; `GALLERY_INCOMPATIBLE` if the
    ///     gallery's model has other weights now
    public AnalysedPhoto analyse(String gallery, String name, byte[] image) {
        return analyse(galleries.stampFor(gallery), name, image);
    }

    /// Detects, aligns and embeds the faces of a picture with the models for new galleries.
    public AnalysedPhoto analyse(String name, byte[] image) {
        return analyse(models.defaultStamp(), name, image);
    }

    private AnalysedPhoto analyse(EmbedderStamp stamp, String name, byte[] image) {
        AnalysedPhoto analysed = analyseTurned(stamp, name, image);
        return analysed.turned(PhotoOrientation.of(analysed.located().turns().stated()));
    }

    private AnalysedPhoto analyseTurned(EmbedderStamp stamp, String name, byte[] image) {
        return extractor(stamp.id(), new StageTimes()).analyse(name, image);
    }

    /// The quality of each face of a picture, 0 to 100, in the order of [AnalysedPhoto#faces()].
    public List<Integer> qualities(AnalysedPhoto photo) {
        MatchScorer scorer = calibrations.forModel(
                photo.embedder(), models.stamp(photo.embedder()).sha256());
        return photo.embeddings().stream()
                .map(embedding -> scorer.quality(embedding.magnitude()))
                .toList();
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
        Gallery open = directory.open(gallery);
        EmbedderStamp stamp = open.embedder();
        FaceSpace space = calibrations.forGallery(gallery, stamp).faceSpace();
        try (GalleryWriter writer = open.writer(stamp)) {
            return work.apply(new Clustering(
                            gallery, Clusterers.create(options.cluster(), space), open, writer, listener.ofClusterer()))
                    .checked(options.cluster().algorithm());
        }
    }

    /// Finds people of a gallery who are probably one person, with the evidence. [PeopleEditor#merge] accepts
    /// a suggestion and [PeopleEditor#markDifferent] rejects it permanently.
    ///
    /// @param cancelled polled from time to time
    /// @throws LikenessException `NOT_FOUND` if there is no such gallery; `INVALID_ARGUMENT` if its model has
    ///     no calibration; `CANCELLED`
    public DuplicatesResult duplicates(DuplicatesRequest request, BooleanSupplier cancelled) {
        try (GallerySnapshot snapshot = galleries.snapshot(request.gallery())) {
            MatchScorer scorer = calibrations.forGallery(request.gallery(), snapshot.embedder());
            return new Duplicates(request, snapshot, scorer, cancelled).find();
        }
    }

    /// Finds photos of a gallery that are copies of others: same bytes, re-encoded, resized or cropped.
    /// [GalleryContents#erasePhotos] removes a copy; [PeopleEditor#markNotCopies] rejects a suggestion
    /// permanently. What is found is kept until photos or their faces change.
    ///
    /// @param cancelled polled from time to time
    /// @throws LikenessException `NOT_FOUND` if there is no such gallery; `CANCELLED`
    public PhotoCopiesResult photoCopies(String gallery, BooleanSupplier cancelled) {
        try (GallerySnapshot snapshot = galleries.snapshot(gallery)) {
            String version = snapshot.photosVersion();
            KeptCopies known = copies.get(gallery);
            if (known == null || !known.version.equals(version)) {
                known = new KeptCopies(version, new PhotoCopies(snapshot, reader, cancelled).findAll(gallery));
                copies.put(gallery, known);
            }
            return PhotoCopies.withoutRejected(known.all, snapshot);
        }
    }

    /// Re-embeds a gallery's faces with another model. The gallery stays unchanged and usable until the last
    /// face is done. After an interruption, the next call continues the work.
    public ReembedSummary reembed(String gallery, String embedder, IntConsumer progress, BooleanSupplier cancelled) {
        return new Reembedder(directory, models, reader, options.ingest())
                .reembed(gallery, embedder, progress, cancelled);
    }

    @Override
    public void close() {
        models.close();
        directory.close();
    }
}
