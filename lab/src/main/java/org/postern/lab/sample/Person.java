package org.postern.lab.sample;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Somebody who writes or gets mail: an employee with a mailbox, or somebody outside.
///
/// @param language the phrase book of that language, such as `de`
/// @param charset in which the display name and mail in the own language travel
/// @param folders own folders as paths, beside the well-known ones
/// @param filing which of the own folders takes old mail of a topic
/// @param left when the person left the organisation; null while employed
record Person(
        String name,
        String address,
        Role role,
        String title,
        String language,
        Charset charset,
        ZoneId zone,
        List<String> folders,
        Map<Topic, String> filing,
        @Nullable Instant left) {
    Person {
        folders = List.copyOf(folders);
        filing = Map.copyOf(filing);
    }

    /// Somebody outside, or a machine, who writes English in UTF-8.
    static Person outside(String name, String address, ZoneId zone) {
        return new Person(
                name, address, Role.OUTSIDE, "", "en", StandardCharsets.UTF_8, zone, List.of(), Map.of(), null);
    }

    /// The name one says to a colleague.
    String firstName() {
        int space = name.indexOf(' ');
        return space < 0 ? name : name.substring(0, space);
    }

    String domain() {
        return address.substring(address.indexOf('@') + 1);
    }

    boolean isInside() {
        return role != Role.OUTSIDE;
    }

    boolean hasLeftBy(Instant when) {
        return left != null && !when.isBefore(left);
    }
}
