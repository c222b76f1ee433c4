/// What went wrong, told the same way to programs and people.
///
/// Purpose: turns every failure into a [Problem]. Security exposure: inner words of unknown failures never leave.
/// Standards: RFC 9457. Failure modes: none of its own.
@NullMarked
package org.postern.console.problem;

import org.jspecify.annotations.NullMarked;
