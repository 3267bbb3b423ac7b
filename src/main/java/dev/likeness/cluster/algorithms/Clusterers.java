package dev.likeness.cluster.algorithms;

import dev.likeness.calibration.FaceSpace;
import dev.likeness.cluster.ClusterOptions;
import dev.likeness.cluster.FaceClusterer;
import dev.likeness.cluster.corefirst.CoreFirstClusterer;
import dev.likeness.cluster.corefirst.CoreFirstPart;
import dev.likeness.cluster.corefirst.CoreFirstSettings;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Creates clusterers from options. Every clusterer created here respects the user's assertions.
public final class Clusterers {
    private Clusterers() {}

    /// The clusterer of [ClusterOptions#algorithm()].
    ///
    /// @param space the face space fitted for the embedder, used by core-first only; null if there is no fit
    public static FaceClusterer create(ClusterOptions options, @Nullable FaceSpace space) {
        return switch (options.algorithm()) {
            case CORE_FIRST ->
                new CoreFirstClusterer(CoreFirstSettings.DEFAULTS.with(options.caution()), options.minFaces(), space);
            case DBSCAN -> new ConstrainedClusterer(new DensityClusterer(options));
            case HDBSCAN -> new ConstrainedClusterer(new HierarchicalDensityClusterer(options));
            case AVERAGE_LINKAGE -> new ConstrainedClusterer(new AverageLinkageClusterer(options));
            case CHINESE_WHISPERS -> new ConstrainedClusterer(new ChineseWhispersClusterer(options));
            case MAP_EQUATION -> new ConstrainedClusterer(new MapEquationClusterer(options));
        };
    }

    /// Core-first without some of its parts, for ablation studies.
    public static FaceClusterer coreFirstWithout(
            Set<CoreFirstPart> parts, ClusterOptions options, @Nullable FaceSpace space) {
        CoreFirstSettings settings = CoreFirstSettings.DEFAULTS.with(options.caution());
        for (CoreFirstPart part : parts) {
            settings = settings.without(part);
        }
        return new CoreFirstClusterer(
                settings, options.minFaces(), parts.contains(CoreFirstPart.FACE_SPACE) ? null : space);
    }
}
