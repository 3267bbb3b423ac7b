/// How do the pages look? A gallery of drawn people, and a picture of every page with it.
@NullMarked
package dev.likeness.web.screens;

import org.jspecify.annotations.NullMarked;
