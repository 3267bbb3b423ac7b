package dev.likeness.xmp;

/// The ways in which programs write face regions.
public enum RegionSchema {
    /// Metadata Working Group, Guidelines for Handling Image Metadata 2.0, section 5.9: Lightroom,
    /// digiKam, Picasa, darktable's scripts, phones. The only form that is written.
    MWG,
    /// Microsoft's People tags (`MP:RegionInfo`): Windows Photo Gallery; digiKam writes them beside
    /// MWG's.
    MICROSOFT,
    /// ACDSee's own, in structure MWG's.
    ACDSEE
}
