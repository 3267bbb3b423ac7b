/// Does the web interface work for somebody with a browser? Journeys in a real Chromium against a real server.
@NullMarked
package dev.likeness.web;

import org.jspecify.annotations.NullMarked;
