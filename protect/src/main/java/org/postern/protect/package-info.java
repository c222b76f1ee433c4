/// Finding threats in mail by rules.
///
/// **Purpose.** The façade: read rules and lists from folders, check them, and ask them about messages.
/// **Security exposure.** Rules, lists and messages are written by strangers; see the packages below.
/// **Standards.** MQL. **Failure modes.** A rule that cannot be used is reported and left out; the rest goes on.
@NullMarked
package org.postern.protect;

import org.jspecify.annotations.NullMarked;
