package dev.likeness.scoring;

import dev.likeness.calibration.Calibration;
import dev.likeness.calibration.QualityScale;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.ErrorFacts;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Remedy;
import dev.likeness.index.EmbedderStamp;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Selects the calibration of a gallery or model: the configured file, else the gallery's own, else the
/// model's built-in one. If there is no such calibration, scores are uncalibrated. A configured file is used
/// or rejected, never ignored.
public final class Calibrations {
    /// A gallery's own calibration, in the gallery's folder.
    public static final String FILE = "calibration.json";

    private static final String BUILT_IN = "built-in";

    private final CalibrationOptions options;
    private final Function<String, Path> folderOf;
    private final Function<String, QualityScale> manifestScales;
    private final Consumer<String> warnings;
    private final Map<String, Optional<Calibration>> builtIn = new ConcurrentHashMap<>();
    private final Map<Path, Calibration> configured = new ConcurrentHashMap<>();
    private final KeptCalibrations own = new KeptCalibrations(InstantSource.system());

    /// Creates the selection.
    ///
    /// @param folderOf the folder of a gallery
    /// @param manifestScales the scale in an embedder's manifest, by the embedder's id
    public Calibrations(
            CalibrationOptions options,
            Function<String, Path> folderOf,
            Function<String, QualityScale> manifestScales,
            Consumer<String> warnings) {
        this.options = options;
        this.folderOf = folderOf;
        this.manifestScales = manifestScales;
        this.warnings = warnings;
    }

    /// The scorer of a gallery, with the configured calibration, else the gallery's own, else the model's.
    ///
    /// @throws LikenessException `CALIBRATION_INVALID` if the configured file is missing or invalid, or
    ///     belongs to another model; `GALLERY_CORRUPT` if the gallery's own is invalid
    public MatchScorer forGallery(String gallery, EmbedderStamp stamp) {
        if (options.file().equals(CalibrationOptions.AUTO)) {
            Path file = folderOf.apply(gallery).resolve(FILE);
            Optional<Calibration> calibration = ownCalibration(gallery, file);
            if (calibration.isPresent()) {
                if (calibration.get().modelSha256().equals(stamp.sha256())) {
                    return scorer(stamp.id(), calibration.get(), file.toString());
                }
                // A gallery that was moved to another embedder still has its old calibration.
                warnings.accept(
                        "%s belongs to another model than gallery %s, so it is not used".formatted(file, gallery));
            }
        }
        return forModel(stamp.id(), stamp.sha256());
    }

    /// The calibration of a gallery, if it has its own. It is a file of the gallery, so what is wrong with it is
    /// damage and no error of the caller.
    private Optional<Calibration> ownCalibration(String gallery, Path file) {
        try {
            return own.read(file);
        } catch (LikenessException e) {
            throw new LikenessException(
                    ErrorCode.GALLERY_CORRUPT,
                    "gallery %s is damaged: %s".formatted(gallery, e.getMessage()),
                    e,
                    ErrorFacts.ofRemedies(new Remedy.RepairGallery(gallery), new Remedy.RestoreBackup(gallery)));
        }
    }

    /// The scorer of a model, without a calibration if its weights have no known one.
    ///
    /// @throws LikenessException `CALIBRATION_INVALID` if the configured file is missing or invalid, or
    ///     belongs to another model
    public MatchScorer forModel(String embedder, String sha256) {
        if (!options.file().equals(CalibrationOptions.AUTO)) {
            Path file = Path.of(options.file());
            Calibration calibration = configured(file);
            if (!calibration.modelSha256().equals(sha256)) {
                throw new LikenessException(
                        ErrorCode.CALIBRATION_INVALID,
                        "%s must be a calibration of %s (SHA-256 %s), got one of the model %s"
                                .formatted(file, embedder, sha256, calibration.modelSha256()),
                        ErrorFacts.ofRemedies(new Remedy.Calibrate(embedder)));
            }
            return scorer(embedder, calibration, file.toString());
        }
        Calibration builtInCalibration =
                builtIn.computeIfAbsent(sha256, Calibration::builtIn).orElse(null);
        return scorer(embedder, builtInCalibration, builtInCalibration == null ? null : BUILT_IN);
    }

    /// The calibration of a model; empty if the configured file belongs to another model, since a list
    /// contains all models.
    public Optional<ActiveCalibration> describe(String embedder, String sha256) {
        if (!options.file().equals(CalibrationOptions.AUTO)
                && !configured(Path.of(options.file())).modelSha256().equals(sha256)) {
            return Optional.empty();
        }
        return Optional.ofNullable(forModel(embedder, sha256).activeCalibration());
    }

    /// Reads the configured file, if there is one, so that what is wrong with it is known before it is used.
    ///
    /// @throws LikenessException `CALIBRATION_INVALID`
    public void check() {
        if (!options.file().equals(CalibrationOptions.AUTO)) {
            configured(Path.of(options.file()));
        }
    }

    /// The configured file. Whoever started the program chose it, and not who made the request that needs it.
    private Calibration configured(Path file) {
        try {
            return configured.computeIfAbsent(file, Calibration::read);
        } catch (LikenessException e) {
            throw new LikenessException(
                    ErrorCode.CALIBRATION_INVALID,
                    e.getMessage(),
                    e,
                    ErrorFacts.ofRemedies(new Remedy.ReplaceCalibration(file)));
        }
    }

    private MatchScorer scorer(String embedder, @Nullable Calibration calibration, @Nullable String source) {
        return new MatchScorer(
                calibration == null ? manifestScales.apply(embedder) : calibration.quality(),
                calibration,
                source,
                options.operatingPoint());
    }
}
