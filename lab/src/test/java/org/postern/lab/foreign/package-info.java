/// Clients that others wrote judge the lab: Microsoft's sign-in library and Microsoft's Graph SDK.
///
/// They share no code with the lab or with Postern's own client, so that a misreading of the protocol shows here.
@NullMarked
package org.postern.lab.foreign;

import org.jspecify.annotations.NullMarked;
