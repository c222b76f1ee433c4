package org.postern.protect.explode;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// A message that Outlook saved (MS-OXMSG): its bodies and attachments, those of messages within it too.
final class OutlookMessage {
    private static final String PROPERTY = "__substg1.0_";
    private static final List<String> LONG_NAME_FIRST = List.of("3707001F", "3707001E", "3704001F", "3704001E");

    private OutlookMessage() {}

    static void open(ExplodedFile file, Contents into) {
        CompoundFile compound = CompoundFile.of(file.bytes());
        long most = into.budget().limits().fileBytes();
        for (CompoundFile.Stream stream : compound.streams()) {
            String property = stream.name().startsWith(PROPERTY) ? stream.name().substring(PROPERTY.length()) : "";
            switch (property) {
                case "37010102" -> into.addCounted(nameOf(compound, stream.folder()), compound.read(stream, most));
                case "1000001F", "1013001F" ->
                    into.addCounted(
                            property.startsWith("1013") ? "body.html" : "body.txt",
                            new String(compound.read(stream, most), StandardCharsets.UTF_16LE)
                                    .getBytes(StandardCharsets.UTF_8));
                case "1000001E" -> into.addCounted("body.txt", compound.read(stream, most));
                case "10130102" -> into.addCounted("body.html", compound.read(stream, most));
                case "10090102" ->
                    into.addCounted("body.rtf", CompressedRtf.unpacked(new Bytes(compound.read(stream, most))));
                default -> into.budget().checkTime();
            }
        }
    }

    private static String nameOf(CompoundFile compound, String folder) {
        for (String property : LONG_NAME_FIRST) {
            String path = folder + "/" + PROPERTY + property;
            var found = compound.streams().stream()
                    .filter(stream -> stream.path().equals(path))
                    .findFirst();
            if (found.isPresent()) {
                return new String(
                        compound.read(found.get(), 1024),
                        property.endsWith("F") ? StandardCharsets.UTF_16LE : StandardCharsets.ISO_8859_1);
            }
        }
        return "attachment";
    }
}
