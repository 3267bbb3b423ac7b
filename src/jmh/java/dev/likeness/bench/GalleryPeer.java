package dev.likeness.bench;

import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.face.Face;
import dev.likeness.face.FaceFilter;
import dev.likeness.face.FaceId;
import dev.likeness.face.Landmarks;
import dev.likeness.face.PhotoId;
import dev.likeness.face.Point;
import dev.likeness.face.UnitVector;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.IndexOptions;
import dev.likeness.index.Match;
import dev.likeness.index.NewFace;
import dev.likeness.index.StoredPhoto;
import dev.likeness.index.lucene.GalleryDirectory;
import dev.likeness.support.TemporaryFolder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// A gallery: photos with one face each, in one segment. A face has a crop as large as real ones are.
final class GalleryPeer implements Peer {
    private static final EmbedderStamp EMBEDDER =
            new EmbedderStamp("synthetic", SyntheticFaces.DIMENSION, "0".repeat(64));
    private static final Point MIDDLE = new Point(56, 56);
    private static final Detection DETECTION =
            new Detection(new Box(8, 8, 104, 104), new Landmarks(MIDDLE, MIDDLE, MIDDLE, MIDDLE, MIDDLE), 0.9f);
    private static final int CROP_BYTES = 2_400;

    private final PeerVectors vectors;
    private final TemporaryFolder folder = TemporaryFolder.create();
    private final GalleryDirectory galleries;
    private final Map<PhotoId, Integer> numbers = new HashMap<>();
    private final List<StoredPhoto> photos = new ArrayList<>();
    private int builds;
    private GallerySnapshot snapshot;

    GalleryPeer(PeerVectors vectors, IndexOptions options) {
        this.vectors = vectors;
        this.galleries = GalleryDirectory.of(options.in(folder.path()));
        for (int i = 0; i < vectors.faces().size(); i++) {
            String name = "photo " + i;
            PhotoId id = PhotoId.ofFile(name.getBytes(StandardCharsets.UTF_8));
            numbers.put(id, i);
            photos.add(new StoredPhoto(id, new TreeMap<>(Map.of(name, Instant.EPOCH)), 112, 112, null, 1, "jpeg"));
        }
    }

    @Override
    public String name() {
        return "gallery";
    }

    @Override
    public Build build() {
        var random = new SplittableRandom(1);
        byte[] crop = new byte[CROP_BYTES];
        if (snapshot != null) {
            snapshot.close();
            galleries.delete(Integer.toString(builds));
        }
        double start = PeerBenchmark.processCpuSeconds();
        Gallery gallery = galleries.create(Integer.toString(++builds), EMBEDDER);
        try (GalleryWriter writer = gallery.writer(EMBEDDER)) {
            for (int i = 0; i < photos.size(); i++) {
                random.nextBytes(crop);
                StoredPhoto photo = photos.get(i);
                var face = new Face(
                        new FaceId(photo.id(), 0), DETECTION, vectors.faces().get(i));
                writer.put(photo, List.of(new NewFace(face, crop.clone(), null)));
            }
            writer.optimize();
        }
        double seconds = PeerBenchmark.processCpuSeconds() - start;
        snapshot = gallery.snapshot();
        return new Build(seconds, snapshot.statistics().bytes());
    }

    /// The gallery chooses ef by the number of faces asked for, at least 32.
    @Override
    public Run search(int ef) {
        int k = ef <= 32 ? PeerVectors.K : (ef * 2 + 2) / 3;
        List<List<Match>> answers = new ArrayList<>();
        double start = PeerBenchmark.threadCpuSeconds();
        for (UnitVector probe : vectors.probes()) {
            answers.add(snapshot.nearest(probe, k, FaceFilter.none()).matches());
        }
        double seconds = PeerBenchmark.threadCpuSeconds() - start;
        List<int[]> found = answers.stream()
                .map(matches -> matches.stream()
                        .limit(PeerVectors.K)
                        .mapToInt(match -> numbers.get(match.face().photo()))
                        .toArray())
                .toList();
        return new Run(vectors.recall(found), seconds);
    }

    @Override
    public void close() {
        if (snapshot != null) {
            snapshot.close();
        }
        galleries.close();
        folder.close();
    }
}
