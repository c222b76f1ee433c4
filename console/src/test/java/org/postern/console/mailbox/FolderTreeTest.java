package org.postern.console.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;
import org.postern.vault.FolderVersion;

class FolderTreeTest {
    private static FolderVersion folder(String id, @Nullable String parent, String name, @Nullable String wellKnown) {
        FolderId above = parent == null ? null : new FolderId(parent);
        return new FolderVersion(new FolderState(new FolderId(id), above, name, wellKnown, -1), 0, Instant.EPOCH, null);
    }

    private static List<String> paths(FolderVersion... folders) {
        return FolderTree.of(List.of(folders)).stream()
                .map(FolderTree.Node::path)
                .toList();
    }

    @Test
    void theUsualFoldersComeFirstAndChildrenAfterTheirParents() {
        assertThat(paths(
                        folder("4", null, "Alpha", null),
                        folder("5", "1", "Quay/North", null),
                        folder("2", null, "Sent Items", "sentitems"),
                        folder("1", null, "Posteingang", "inbox")))
                .containsExactly("Posteingang", "Posteingang/Quay%2FNorth", "Sent Items", "Alpha");
    }

    @Test
    void noFolderIsLostToARingOrAMissingParent() {
        assertThat(paths(folder("1", "2", "A", null), folder("2", "1", "B", null), folder("3", "gone", "C", null)))
                .hasSize(3)
                .contains("C");
    }
}
