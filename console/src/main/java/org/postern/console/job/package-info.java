/// Long work: sync, restore and export with progress, cancel and a record that survives a restart.
///
/// Purpose: [Jobs] runs work, `JobTable` remembers it, `Recovery` knows how each kind is started. Security exposure:
/// exports are files with mail in them; they lie in a folder that only its owner may read and live for a day.
/// Standards: none. Failure modes: work cut off by a stop is `interrupted`; a full disk fails the job, not the server.
@NullMarked
package org.postern.console.job;

import org.jspecify.annotations.NullMarked;
