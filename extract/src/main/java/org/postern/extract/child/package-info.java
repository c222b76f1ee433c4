/// The program that reads foreign documents: documents come in on standard input, texts go out on standard output.
///
/// It is the only place with Apache Tika. It reads a closed list of formats; each parser is named in
/// [org.postern.extract.child.Parsers], none is found by its presence.
///
/// **Security exposure:** what runs here may be taken over by the document it reads. So nothing is here: no key, no
/// environment, no network (sockets and name lookups are refused by the runtime), and the process may be killed at any
/// moment. It writes only scratch files, in a folder that its parent erases. It has its user's rights on files, as the
/// threat model says.
///
/// **Failure modes:** out of memory ends the process at once; everything else is answered.
@NullMarked
package org.postern.extract.child;

import org.jspecify.annotations.NullMarked;
