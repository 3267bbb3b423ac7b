package dev.likeness.xmp;

/// The schemas in which programs write face regions.
public enum RegionSchema {
    /// Metadata Working Group, Guidelines for Handling Image Metadata 2.0, section 5.9. Used by Lightroom,
    /// digiKam, Picasa, scripts for darktable and phones. The only schema that Likeness writes.
    MWG,
    /// Microsoft's People tags (`MP:RegionInfo`). Used by Windows Photo Gallery; digiKam writes them in
    /// addition to MWG.
    MICROSOFT,
    /// ACDSee's own schema, with the structure of MWG.
    ACDSEE,
    /// Image regions of the IPTC Photo Metadata Standard.
    IPTC
}
