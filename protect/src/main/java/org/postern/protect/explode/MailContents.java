package org.postern.protect.explode;

import org.postern.mail.Leaf;
import org.postern.mail.Message;
import org.postern.mail.ReadLimits;
import org.postern.mail.ScanLimits;

/// The parts of a mail that is a file: its texts and attachments.
final class MailContents {
    private MailContents() {}

    static void open(ExplodedFile file, Contents into) {
        ReadLimits limits =
                new ReadLimits(ScanLimits.DEFAULT, into.budget().limits().fileBytes(), 1 << 20, 1_000);
        int count = 0;
        for (Leaf leaf : Message.read(file.content(), limits).leaves()) {
            byte[] content = leaf.content();
            into.budget().takeBytes(content.length);
            into.add(leaf.fileName().orElse("part_" + count++), content, leaf.mediaType());
        }
    }
}
