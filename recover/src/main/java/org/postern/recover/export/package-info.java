/// How messages are written as files.
///
/// Purpose: [MailExport] walks what is asked for and hands each message to a ZIP or mbox file; [FileNames] makes names
/// that are safe on every system.
///
/// Security exposure: subjects and folder names are hostile input, and become file names on someone's computer: no path
/// leaves the folder it is unpacked in, no name is special to a system or misleads by direction marks.
///
/// Standards: RFC 5322 bytes as they came; ZIP with UTF-8 names and, beyond 65,535 entries or 4 GiB, its 64-bit form;
/// mboxrd.
///
/// Failure modes: a message without bytes is listed and left out; a stream that takes no more ends the export.
@NullMarked
package org.postern.recover.export;

import org.jspecify.annotations.NullMarked;
