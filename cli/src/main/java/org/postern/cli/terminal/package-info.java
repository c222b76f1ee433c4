/// What the command line says and how: tables, sizes, instants, progress, and the streams they go to.
///
/// **Exposure.** Text from mail reaches an administrator's terminal here; [Text#safe] takes out every control character
/// and direction override first, so that a subject can neither move the cursor nor disguise itself (CWE-150).
/// **Failure modes.** An instant that cannot be read is an [IllegalArgumentException] that shows the accepted forms.
@NullMarked
package org.postern.cli.terminal;

import org.jspecify.annotations.NullMarked;
