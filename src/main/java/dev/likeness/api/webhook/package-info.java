/// How does the server tell another program that a new person is likely a duplicate? Notes that wait in a file
/// until the program has accepted them, and what sends them.
///
/// Read [dev.likeness.api.webhook.WebhookDelivery], which sends the notes of
/// [dev.likeness.api.webhook.DuplicateNotes] through [dev.likeness.api.webhook.WebhookSender].
@NullMarked
package dev.likeness.api.webhook;

import org.jspecify.annotations.NullMarked;
