package org.postern.connections.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathTemplateTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "/users, /users",
                "/users?$top=5&$skiptoken=SECRET, /users",
                "/users/SECRET, /users/{id}",
                "/users/SECRET%2Fmessages, /users/{id}",
                "/users/SECRET/mailFolders/SECRET/childFolders?$select=id, /users/{id}/mailFolders/{id}/childFolders",
                "/users/SECRET/mailFolders/delta?$deltatoken=SECRET, /users/{id}/mailFolders/delta",
                "/users/SECRET/mailFolders/SECRET/messages/delta, /users/{id}/mailFolders/{id}/messages/delta",
                "/users/SECRET/messages/SECRET/$value, /users/{id}/messages/{id}/$value",
                "/users/SECRET/messages/SECRET/permanentDelete, /users/{id}/messages/{id}/permanentDelete",
                "/users/messages/messages/users/move, /users/{id}/messages/{id}/move",
                "/users('SECRET')/mailFolders('SECRET')/messages('SECRET')/$value,"
                        + " /users/{id}/mailFolders/{id}/messages/{id}/$value",
                "/$batch, /$batch",
            })
    void keepsWhatTheServiceCallsThingsAndNotWhoseTheyAre(String path, String template) {
        assertThat(PathTemplate.of(path)).isEqualTo(template);
    }

    /// Links come from the service, which may write them as it likes.
    @Test
    void noWayOfWritingALinkPutsAnIdIntoTheLedger() {
        for (String path : List.of(
                "/users/SECRET/mailfolders/SECRET/MESSAGES/delta",
                "/users(SECRET)/MailFolders(SECRET)/messages",
                "/users/SECRET//messages/SECRET",
                "/users//SECRET/messages",
                "/users/SECRET/messages/SECRET/attachments/SECRET",
                "/users/SECRET/calendars/SECRET/events/SECRET",
                "/users/SECRET/messages/delta/SECRET",
                "/users/SECRET/microsoft.graph.SECRET(id='SECRET')",
                "/users/SECRET/messages/delta(token=SECRET)",
                "/users/SECRET#SECRET",
                "/users/delta/SECRET",
                "/SECRET")) {
            assertThat(PathTemplate.of(path)).as(path).doesNotContain("SECRET").startsWith("/");
        }
    }
}
