/// The Message Query Language as text: from a rule's source to its tree.
///
/// **Purpose.** Tokens, grammar and syntax tree of MQL, with a position for all that can be wrong. **Security
/// exposure.**
/// Rules are written by others: source length, nesting and the number of nodes are bounded, nothing is executed here.
/// **Standards.** The public rules of `sublime-security/sublime-rules`, which are the language's only description.
/// **Failure modes.** A [SyntaxException] with line and column; nothing else.
@NullMarked
package org.postern.protect.mql;

import org.jspecify.annotations.NullMarked;
