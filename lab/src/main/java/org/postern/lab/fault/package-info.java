/// Faults on demand: what goes wrong in the field, switched on for chosen tenants, mailboxes, items or paths.
///
/// Purpose: lets tests and people see how a client behaves when Exchange misbehaves. `lab/README.md` lists every kind.
///
/// Security exposure: set through the control API only.
///
/// Failure modes: none of its own.
@NullMarked
package org.postern.lab.fault;

import org.jspecify.annotations.NullMarked;
