package dev.likeness.xmp;

import com.adobe.internal.xmp.XMPConst;
import com.adobe.internal.xmp.XMPException;
import com.adobe.internal.xmp.XMPMeta;
import com.adobe.internal.xmp.XMPMetaFactory;
import com.adobe.internal.xmp.XMPPathFactory;
import com.adobe.internal.xmp.XMPSchemaRegistry;
import com.adobe.internal.xmp.XMPUtils;
import com.adobe.internal.xmp.options.ParseOptions;
import com.adobe.internal.xmp.options.PropertyOptions;
import com.adobe.internal.xmp.options.SerializeOptions;
import dev.likeness.face.Box;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Point;
import dev.likeness.xmp.FaceRegions.Dimensions;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The XMP metadata of one photo, from a sidecar file or a packet in the photo. Reading is safe for untrusted
/// input. Writing keeps all properties of all namespaces, but not comments, and not the order and prefixes of
/// the program that wrote the file.
///
/// Mutable, and not safe for use by several threads.
public final class XmpDocument {
    static {
        // Adobe's registry is global to the process. The first registration determines the prefix of a
        // namespace.
        register(RegionReader.NS_MWG, "mwg-rs");
        register(RegionReader.NS_AREA, "stArea");
        register(RegionReader.NS_MICROSOFT, "MP");
        register(RegionReader.NS_MICROSOFT_INFO, "MPRI");
        register(RegionReader.NS_MICROSOFT_REGION, "MPReg");
        register(RegionReader.NS_ACDSEE, "acdsee-rs");
        register(RegionReader.NS_ACDSEE_AREA, "acdsee-stArea");
        register(RegionReader.NS_ACDSEE_DIMENSIONS, "acdsee-stDim");
    }

    /// The maximum size of a document in bytes. Real documents are far smaller.
    public static final int MAX_BYTES = XmlSanitizer.MAX_BYTES;

    private static final String REGIONS = "Regions";

    private final XMPMeta meta;

    private XmpDocument(XMPMeta meta) {
        this.meta = meta;
    }

    /// Creates an empty document.
    public static XmpDocument empty() {
        return new XmpDocument(XMPMetaFactory.create());
    }

    /// Reads a document.
    ///
    /// @param xml a sidecar file or a packet, with or without its wrapper
    /// @throws LikenessException `INVALID_ARGUMENT` if the document is not well-formed, has a document type,
    ///     is larger than 16 MiB, is nested too deeply, contains no RDF, or contains elements beside the RDF,
    ///     which writing would lose
    public static XmpDocument parse(byte[] xml) {
        byte[] clean = XmlSanitizer.sanitize(xml);
        // Normalisation would move old property aliases to new names. A file must be written back without
        // such changes.
        ParseOptions options = new ParseOptions().setDisallowDoctype(true).setOmitNormalization(true);
        try {
            return new XmpDocument(XMPMetaFactory.parseFromBuffer(clean, options));
        } catch (XMPException e) {
            throw XmlSanitizer.invalid("must follow Adobe's specification, got: " + e.getMessage(), e);
        }
    }

    /// The face regions of the document as far as they can be read without the picture's size.
    public List<FaceRegions> faceRegions() {
        return RegionReader.read(meta, null);
    }

    /// The face regions of the document, one entry per schema, MWG first.
    ///
    /// @param picture size of the picture as stored, for regions in pixels and circles
    public List<FaceRegions> faceRegions(Dimensions picture) {
        return RegionReader.read(meta, picture);
    }

    /// Sets the name of a region in the MWG list.
    ///
    /// @param item position of the region in the list, counted from 1
    public void renameFaceRegion(int item, String name) {
        edit(() -> meta.setStructField(
                RegionReader.NS_MWG, mwgList() + "[" + item + "]", RegionReader.NS_MWG, "Name", checkedName(name)));
    }

    /// Appends a face to the MWG list, which is created if it does not exist.
    ///
    /// @param name name of the person; null for a face without a name
    /// @param area position of the face in the image that the list applies to, in shares of its sides, 0 to 1
    public void addFaceRegion(@Nullable String name, Box area) {
        edit(() -> {
            String list = mwgList();
            meta.appendArrayItem(
                    RegionReader.NS_MWG,
                    list,
                    new PropertyOptions().setArray(true),
                    null,
                    new PropertyOptions().setStruct(true));
            String item = list + "[" + meta.countArrayItems(RegionReader.NS_MWG, list) + "]";
            String place = item + XMPPathFactory.composeStructFieldPath(RegionReader.NS_MWG, "Area");
            Point centre = area.centre();
            meta.setStructField(RegionReader.NS_MWG, place, RegionReader.NS_AREA, "x", share(centre.x()));
            meta.setStructField(RegionReader.NS_MWG, place, RegionReader.NS_AREA, "y", share(centre.y()));
            meta.setStructField(RegionReader.NS_MWG, place, RegionReader.NS_AREA, "w", share(area.width()));
            meta.setStructField(RegionReader.NS_MWG, place, RegionReader.NS_AREA, "h", share(area.height()));
            meta.setStructField(RegionReader.NS_MWG, place, RegionReader.NS_AREA, "unit", "normalized");
            if (name != null) {
                meta.setStructField(RegionReader.NS_MWG, item, RegionReader.NS_MWG, "Name", checkedName(name));
            }
            meta.setStructField(RegionReader.NS_MWG, item, RegionReader.NS_MWG, "Type", "Face");
        });
    }

    /// Sets the size of the image that the MWG list applies to, in pixels as stored in the photo's file.
    public void setAppliedToDimensions(int width, int height) {
        edit(() -> {
            String dimensions =
                    REGIONS + XMPPathFactory.composeStructFieldPath(RegionReader.NS_MWG, "AppliedToDimensions");
            String schema = RegionReader.NS_MWG;
            meta.setStructField(schema, dimensions, XMPConst.TYPE_DIMENSIONS, "w", Integer.toString(width));
            meta.setStructField(schema, dimensions, XMPConst.TYPE_DIMENSIONS, "h", Integer.toString(height));
            meta.setStructField(schema, dimensions, XMPConst.TYPE_DIMENSIONS, "unit", "pixel");
        });
    }

    /// Replaces the MWG regions of this document by those of another document.
    public void copyRegionsFrom(XmpDocument other) {
        edit(() -> {
            meta.deleteProperty(RegionReader.NS_MWG, REGIONS);
            XMPUtils.duplicateSubtree(
                    other.meta,
                    meta,
                    RegionReader.NS_MWG,
                    REGIONS,
                    RegionReader.NS_MWG,
                    REGIONS,
                    new PropertyOptions());
        });
    }

    /// Writes the document as a sidecar file.
    public byte[] toBytes() {
        try {
            return XMPMetaFactory.serializeToBuffer(
                    meta, new SerializeOptions().setOmitPacketWrapper(true).setUseCompactFormat(true));
        } catch (XMPException e) {
            throw new LikenessException(ErrorCode.INTERNAL, "XMP cannot be written: " + e.getMessage(), e);
        }
    }

    private static String mwgList() throws XMPException {
        return REGIONS + XMPPathFactory.composeStructFieldPath(RegionReader.NS_MWG, "RegionList");
    }

    private static String checkedName(String name) {
        return name.strip();
    }

    private static String share(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }

    private interface Edit {
        void run() throws XMPException;
    }

    private static void edit(Edit edit) {
        try {
            edit.run();
        } catch (XMPException e) {
            throw XmlSanitizer.invalid("must have its face regions in a list of structures, got: " + e.getMessage(), e);
        }
    }

    private static void register(String namespace, String prefix) {
        XMPSchemaRegistry registry = XMPMetaFactory.getSchemaRegistry();
        try {
            registry.registerNamespace(namespace, prefix);
        } catch (XMPException e) {
            throw new LikenessException(ErrorCode.INTERNAL, "cannot register the namespace " + namespace, e);
        }
    }
}
