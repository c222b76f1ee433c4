/// Replacing a connection's key while its clients work on.
///
/// **Purpose.** [org.postern.connections.roll.Roll] goes from step to step of
/// [org.postern.connections.roll.RollStep]; [org.postern.connections.roll.RollJournal] remembers where it is;
/// [org.postern.connections.roll.MailFlow] says how the tenant's functions worked meanwhile. **Security exposure.**
/// Opens private keys for as long as one run lasts; the journal and the report hold names of keys only. What Entra's
/// listing claims is believed of no key: one is ours by its own certificate or by the id that Entra gave when we added
/// it. **Standards.** Microsoft Graph's addKey and removeKey with their proof of possession. **Failure modes.** A crash
/// repeats one step; a person's part (the customer's script, a missing object id) halts it with the way out named; time
/// (propagation, the old key's grace) halts it until it is run again.
@NullMarked
package org.postern.connections.roll;

import org.jspecify.annotations.NullMarked;
