package org.postern.vault.catalog;

import org.postern.mail.MessageState;

/// What makes a version of a message: its state and its content.
///
/// @param contentId the content's row; 0 when the content is missing
/// @param size of the content
record MessageRow(MessageState state, long contentId, long size, String missing) {
    boolean hasSameContent(MessageRow other) {
        return contentId == other.contentId;
    }
}
