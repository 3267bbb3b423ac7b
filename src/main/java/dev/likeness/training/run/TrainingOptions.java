package dev.likeness.training.run;

import java.util.Map;

/// The options of one training: a record of sections, each a record of options.
public interface TrainingOptions {
    /// The section that every training has.
    RunOptions run();

    /// All values by their keys, `section.name`, in the order of the configuration file.
    Map<String, String> parameters();
}
