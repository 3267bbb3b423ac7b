/// Which configuration did the operator choose?
///
/// Read [dev.likeness.config.Configuration] first, a record of the options records that other packages own,
/// then [dev.likeness.config.ConfigurationReader], which combines the defaults, a YAML file, the
/// environment and the flags, in this order of precedence.
@NullMarked
package dev.likeness.config;

import org.jspecify.annotations.NullMarked;
