package org.postern.protect.model;

import org.jspecify.annotations.Nullable;

/// A link of a body.
///
/// @param displayText what the reader sees; null where nothing is seen, as with a picture
/// @param displayUrl the URL that the seen text is, if it is one
/// @param parser `hyperlink` for one in HTML, `plain` for one that stands in text
public record Link(
        WebAddress href,
        @Nullable String displayText,
        @Nullable WebAddress displayUrl,
        boolean visible,
        String parser) {
    /// Whether the reader sees one root domain and is led to another; both have to be there.
    boolean mismatched() {
        String seen = displayUrl == null || displayUrl.domain() == null
                ? null
                : displayUrl.domain().rootDomain();
        String led = href.domain() == null ? null : href.domain().rootDomain();
        return seen != null && led != null && !seen.equals(led);
    }
}
