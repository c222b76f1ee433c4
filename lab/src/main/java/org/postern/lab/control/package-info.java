/// The lab's own API under `/_lab/`: for people, the quick start and tests to look behind the scenes and to act as the
/// customer's administrator or a mailbox's user would.
///
/// Purpose: see and change what a client under test must not see or change by itself: state, clock, faults, consent.
///
/// Security exposure: every call needs the control token that only the lab's directory holds; `lab/README.md` documents
/// each call.
///
/// Failure modes: a call that cannot be done answers 4xx with one sentence in `error`.
@NullMarked
package org.postern.lab.control;

import org.jspecify.annotations.NullMarked;
