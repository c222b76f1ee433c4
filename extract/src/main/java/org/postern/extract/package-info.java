/// Takes the text out of documents that strangers sent: PDF, Office, OpenDocument, RTF, mail and archives.
///
/// What reads a foreign format runs in a process of its own, [org.postern.extract.child], which has the parsers (Apache
/// Tika). Whoever wants text uses [org.postern.extract.TextExtractor] and has no parser on its class path: this module
/// names them as optional dependencies.
///
/// **Security exposure:** each byte given is hostile. The child has a heap of its own, an empty environment, no network
/// and a time limit for each document; when a document breaks a limit the child is killed and the next document gets a
/// new one. What comes back is text, bounded in length, and is not trusted either.
///
/// **Failure modes:** a document that cannot be read is a value ([org.postern.extract.Extraction.NotExtracted]) with
/// its
/// reason. Nothing here throws because of a document.
@NullMarked
package org.postern.extract;

import org.jspecify.annotations.NullMarked;
