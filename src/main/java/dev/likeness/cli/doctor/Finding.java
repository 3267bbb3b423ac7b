package dev.likeness.cli.doctor;

/// What was found about one thing that Likeness needs.
///
/// @param subject what was looked at
/// @param state whether it is all right
/// @param text what was found, and what to do about it
record Finding(String subject, State state, String text) {
    enum State {
        OK,
        /// Something is missing that not everybody needs.
        NOTE,
        PROBLEM
    }
}
