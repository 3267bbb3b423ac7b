/// How do clients of DeepStack and CodeProject.AI use Likeness? Their face operations on the gallery of a key:
/// detect, recognise, register, list, delete, match. A `userid` is a person's name.
///
/// Read [dev.likeness.api.deepstack.DeepStack], which mounts the operations, and
/// [dev.likeness.api.deepstack.FormFields], which reads their forms.
@NullMarked
package dev.likeness.api.deepstack;

import org.jspecify.annotations.NullMarked;
