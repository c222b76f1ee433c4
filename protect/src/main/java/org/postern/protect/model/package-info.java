/// A message as rules see it: each part read when a rule first asks, once for all rules.
///
/// **Purpose.** Sender, recipients, headers, body, links and attachments in the words of the rule language.
/// **Security exposure.** All of it is written by strangers: reading never fails, and every list has a most.
/// **Standards.** RFC 5322, RFC 2045 to 2047, RFC 8601 (authentication results), RFC 3986, WHATWG HTML by jsoup, the
/// ICANN section of the public suffix list by Guava. **Failure modes.** What cannot be read is null or left out.
@NullMarked
package org.postern.protect.model;

import org.jspecify.annotations.NullMarked;
