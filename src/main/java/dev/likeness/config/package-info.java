/// What did the operator ask for?
///
/// [dev.likeness.config.ConfigurationReader] joins the defaults, a YAML file, the environment and the command line's
/// flags, in that order of precedence, into a [dev.likeness.config.Configuration]: a record of the options records
/// that the packages own themselves.
@NullMarked
package dev.likeness.config;

import org.jspecify.annotations.NullMarked;
