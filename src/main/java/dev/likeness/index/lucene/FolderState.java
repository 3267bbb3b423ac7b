package dev.likeness.index.lucene;

/// What lies in the folder of a gallery.
sealed interface FolderState {
    /// Nothing: a gallery may be created here.
    record Vacant() implements FolderState {}

    /// Something else than a gallery, such as a folder of photos.
    record Foreign() implements FolderState {}

    /// A gallery.
    ///
    /// @param generation the live one
    record Live(int generation) implements FolderState {}

    /// A gallery that must not be opened, because it is not certain which generation holds it.
    ///
    /// @param why what is wrong, to follow "gallery … is damaged: "
    record Damaged(String why) implements FolderState {}
}
