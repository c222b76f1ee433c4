/// Where the lab's mail comes from: organisations, their mailboxes, folders and messages, read when the lab starts.
///
/// Purpose: one shape behind which the built-in sample organisation and folders of real mail (`.eml`, mbox, Maildir)
/// look the same. Sources are read once; messages' bytes stay where they are and are opened on demand ([Content]), so
/// that a lab over 10 GB of mail needs little heap.
///
/// Security exposure: reads files that the person who starts the lab names; follows no links inside mail.
///
/// Failure modes: a file that changes under a running lab gives an [java.io.IOException] when it is opened.
@NullMarked
package org.postern.lab.source;

import org.jspecify.annotations.NullMarked;
