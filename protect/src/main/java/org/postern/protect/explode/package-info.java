/// Looking into files: what lies in an archive, a document or a mail, and what can be read from each of them.
///
/// **Purpose.** `file.explode` and the other functions of files of the rule language. **Security exposure.** All bytes
/// are hostile. Depth, number of files, unpacked bytes and time are bounded for each message ([Budget]); every reader
/// is our own and looks at headers and streams only, but for archives read by Commons Compress under its memory
/// limit; nothing is rendered, run or fetched; XML has neither document types nor entities. **Standards.** APPNOTE
/// (ZIP), RFC 1952, MS-CAB, ECMA-119 (ISO 9660), MS-CFB, MS-OVBA, MS-OXTNEF, MS-OXMSG, MS-SHLLINK, MS-ONESTORE, ISO
/// 32000 (PDF), ECMA-376 (Office), Exif 2.3, RFC 5545. **Failure modes.** A broken file has no facts; what could not
/// be looked at for want of time, room or a reader is unknown, with the reason, never null.
@NullMarked
package org.postern.protect.explode;

import org.jspecify.annotations.NullMarked;
