/// The functions that rules call.
///
/// **Purpose.** One class for each family: lists, text, regular expressions, files. **Security exposure.** Arguments
/// come from messages: work is bounded by their length, or counted. Regular expressions of rules run in linear time
/// (re2j). **Standards.** MQL as the public rules use it. **Failure modes.** What cannot be read is null, as a rule's
/// author expects; what is not there is unknown, with its name.
@NullMarked
package org.postern.protect.function;

import org.jspecify.annotations.NullMarked;
