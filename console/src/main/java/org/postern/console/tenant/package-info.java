/// The organisations that this server keeps mail for: their ids, names, and the ledger entries of acts upon them.
///
/// Purpose: the one place where a tenant id from outside becomes a known tenant. Security exposure: an unknown id and a
/// forbidden one look the same. Standards: none. Failure modes: those of the database beneath.
@NullMarked
package org.postern.console.tenant;

import org.jspecify.annotations.NullMarked;
