package dev.likeness.inference.model;

/// In which order a model wants the colour planes of its input.
public enum ChannelOrder {
    RGB,
    BGR
}
