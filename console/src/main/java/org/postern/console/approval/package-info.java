/// What two persons are asked for: each tenant's policy, and orders that wait for the second.
///
/// Purpose: keeps both durably; who decides what is in the package of jobs. Security exposure: whoever can write these
/// files can lower a policy, so they lie in the server's own directory, readable by its owner alone, and not in the
/// catalog's database; every change and every order is in the tenants' ledgers too, and an order that differs from what
/// the ledger says was ordered is refused. Standards: SHA-256 (FIPS 180-4) names an order. Failure modes: a file that
/// cannot be read stops the start, as a policy that is not known must not count as none.
@NullMarked
package org.postern.console.approval;

import org.jspecify.annotations.NullMarked;
