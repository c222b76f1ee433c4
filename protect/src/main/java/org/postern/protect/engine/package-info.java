/// The rule engine: types, compilation of a rule's tree to closures, and what a rule answers.
///
/// **Purpose.** Check a rule against the message model and turn it into code that is run once a message.
/// **Security exposure.** Rules and messages are both written by strangers: regular expressions are linear in their
/// input, a rule's steps are counted, and a rule that exceeds its share is undecided, not false.
/// **Standards.** MQL as the public rules use it; three-valued logic after Kleene. **Failure modes.** Problems with
/// positions when a rule does not fit; at run time an answer always, if need be *undecided* with its reason.
@NullMarked
package org.postern.protect.engine;

import org.jspecify.annotations.NullMarked;
